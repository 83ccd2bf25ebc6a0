package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README names exists. */
class ReadmeTest {
    private static final Pattern PATH = Pattern
            .compile("`((?:bpmn|src|\\.ci|\\.camunda)/[^`*<> ]+)`|\\]\\(([^):]+)\\)");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z][A-Za-z]+)`");
    private static final Pattern PACKAGE = Pattern.compile("`(dev\\.herald[.a-z]*)`");
    private static final List<String> NAMED_ELSEWHERE = List.of("Ctrl");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static String readme = "";

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readString(Path.of("README.md"));
    }

    @Test
    void everyFileExists() {
        assertThat(found(PATH)).isNotEmpty().allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    @Test
    void everyClassAndPackageExists() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            List<String> files = sources.map(Path::toString).toList();
            assertThat(found(TYPE).filter(type -> !NAMED_ELSEWHERE.contains(type)))
                    .allSatisfy(type -> assertThat(files).anyMatch(file -> file.endsWith("/" + type + ".java")));
            assertThat(found(PACKAGE)).isNotEmpty()
                    .allSatisfy(name -> assertThat(files).contains("src/main/java/" + name.replace('.', '/')));
        }
    }

    @Test
    void theTemplatesReferToASectionOfIt() throws IOException {
        List<String> sections = Pattern.compile("(?m)^#+ (.*)$").matcher(readme).results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-'))
                .toList();
        String repository = Files.readString(Path.of("pom.xml"))
                .replaceFirst("(?s).*<repository.url>(.*?)</repository.url>.*", "$1");
        try (Stream<Path> templates = Files.list(Path.of("bpmn/.camunda/element-templates"))) {
            assertThat(templates).isNotEmpty().allSatisfy(template -> {
                JsonNode reference = new ObjectMapper().readTree(Files.readString(template))
                        .findValue("documentationRef");
                assertThat(reference.asText()).startsWith(repository + "#");
                assertThat(sections).contains(reference.asText().replaceFirst(".*#", ""));
            });
        }
    }

    static Stream<PastedSettings> settings() throws IOException {
        return YAML.matcher(Files.readString(Path.of("README.md"))).results()
                .map(block -> PastedSettings.of(contradictionFree(block.group(1))));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingExists(PastedSettings settings) {
        settings.assertThatAllExist();
    }

    @Test
    void showsThePresetAndTheSenderThatCountWhereNoneIsNamed() throws IOException {
        assertThat(settings().flatMap(block -> block.values().keySet().stream())).contains(
                "herald.smtp.presets.default.host",
                "herald.sms.senders.default.account-sid");
    }

    @Test
    void theProxyIsThereForTwilioAndNotForTheCluster() {
        Map<String, String> options = Pattern.compile("-D([\\w.]+)=([^\\s\"]+)").matcher(readme).results()
                .filter(option -> option.group(1).matches("https?\\.\\w+"))
                .collect(Collectors.toMap(option -> option.group(1), option -> option.group(2)));
        try {
            options.forEach(System::setProperty);
            assertThat(proxies("https://api.twilio.com")).singleElement().extracting(Proxy::address)
                    .isEqualTo(InetSocketAddress.createUnresolved("proxy.acme.example", 3128));
            assertThat(proxies("https://zeebe.acme.example")).containsExactly(Proxy.NO_PROXY);
        } finally {
            options.keySet().forEach(System::clearProperty);
        }
    }

    private static List<Proxy> proxies(String url) {
        return ProxySelector.getDefault().select(URI.create(url));
    }

    /** The block shows the token for callbacks, which belongs to API keys, beside the account's own. */
    private static String contradictionFree(String yaml) {
        return yaml.replaceAll("(?m)^ *callback-auth-token.*$", "").replace("AC...", "AC" + "0".repeat(32));
    }

    private static Stream<String> found(Pattern pattern) {
        return pattern.matcher(readme).results().map(ReadmeTest::firstGroup);
    }

    private static String firstGroup(MatchResult match) {
        for (int i = 1; i <= match.groupCount(); i++) {
            if (match.group(i) != null) {
                return match.group(i);
            }
        }
        throw new IllegalStateException();
    }
}
