package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.client.spring.properties.CamundaClientProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ByteArrayResource;

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

    static Stream<Map<String, Object>> settings() throws IOException {
        return YAML.matcher(Files.readString(Path.of("README.md"))).results().map(block -> properties(block.group(1)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingExists(Map<String, Object> settings) {
        Binder binder = new Binder(new MapConfigurationPropertySource(settings));
        BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);

        binder.bind("herald", Bindable.of(HeraldSettings.class), strict);
        binder.bind("camunda.client", Bindable.of(CamundaClientProperties.class), strict);

        assertThat(settings.keySet()).filteredOn(name -> !name.startsWith("herald.")).isSubsetOf(known());
    }

    @Test
    void showsThePresetAndTheSenderThatCountWhereNoneIsNamed() throws IOException {
        assertThat(settings().flatMap(block -> block.keySet().stream())).contains("herald.smtp.presets.default.host",
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

    /** What the libraries tell editors of their settings. */
    private static Set<String> known() {
        return ReadmeTest.class.getClassLoader().resources("META-INF/spring-configuration-metadata.json")
                .flatMap(file -> read(file).get("properties").valueStream())
                .filter(property -> !property.has("deprecation")).map(property -> property.get("name").asText())
                .collect(Collectors.toSet());
    }

    private static JsonNode read(URL file) {
        try (InputStream content = file.openStream()) {
            return new ObjectMapper().readTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> properties(String yaml) {
        YamlPropertiesFactoryBean properties = new YamlPropertiesFactoryBean();
        properties.setResources(new ByteArrayResource(contradictionFree(yaml).getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> values = new TreeMap<>();
        Objects.requireNonNull(properties.getObject()).forEach((name, value) -> values.put(name.toString(), value));
        return values;
    }

    /** The block shows the token for callbacks, which belongs to API keys, beside the account's own. */
    private static String contradictionFree(String yaml) {
        return yaml.replaceAll("(?m)^ *callback-auth-token.*$", "").replace("AC...", "AC" + "0".repeat(32))
                .replaceAll("\\$\\{[A-Z_]+}", "secret");
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
