package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.client.protocol.rest.IncidentResolutionRequest;
import io.camunda.client.protocol.rest.IncidentSearchQuery;
import io.camunda.client.protocol.rest.JobUpdateRequest;
import io.camunda.client.protocol.rest.ProcessInstanceIncidentResolutionBatchOperationRequest;
import io.camunda.client.protocol.rest.SetVariableRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
            .compile("`((?:bpmn|src|\\.ci|\\.camunda)/[^`*<> ]+)`|\\]\\(([^):#]+)\\)");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z][A-Za-z]+)`");
    private static final Pattern PACKAGE = Pattern.compile("`(dev\\.herald[.a-z]*)`");
    private static final List<String> NAMED_ELSEWHERE = List.of("Ctrl");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(#([^)]*)\\)");
    private static final Pattern CALL = Pattern.compile("\\$camunda/([\\w$/-]+) -H '[^']*' -d '([^']*)'");
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
    void everyLinkWithinItLeadsToASection() {
        assertThat(found(LINK)).isNotEmpty().allSatisfy(anchor -> assertThat(sections()).contains(anchor));
    }

    @Test
    void everyJsonIsJson() {
        assertThat(found(JSON)).isNotEmpty()
                .allSatisfy(json -> assertThat(new ObjectMapper().readTree(json).isObject()).isTrue());
    }

    /** The client's classes for requests are made of Camunda's OpenAPI document. */
    @Test
    void theCallsOfCamundasApiSendWhatItTakes() throws IOException {
        Map<String, Class<?>> requests = Map.of("process-instances/incident-resolution",
                ProcessInstanceIncidentResolutionBatchOperationRequest.class, "incidents/search",
                IncidentSearchQuery.class, "element-instances/$task/variables", SetVariableRequest.class, "jobs/$job",
                JobUpdateRequest.class, "incidents/$incident/resolution", IncidentResolutionRequest.class);
        Set<String> called = new HashSet<>();
        for (MatchResult call : CALL.matcher(readme).results().toList()) {
            called.add(call.group(1));
            takes(Objects.requireNonNull(requests.get(call.group(1)), call.group(1)),
                    new ObjectMapper().readTree(call.group(2)));
        }
        assertThat(called).isEqualTo(requests.keySet());
    }

    private static void takes(Class<?> request, JsonNode body) {
        Map<String, Class<?>> fields = Arrays.stream(request.getMethods())
                .filter(method -> method.isAnnotationPresent(JsonProperty.class) && method.getParameterCount() == 0)
                .collect(Collectors.toMap(method -> method.getAnnotation(JsonProperty.class).value(),
                        Method::getReturnType));
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            Class<?> type = Objects.requireNonNull(fields.get(field.getKey()), field.getKey());
            if (type.isEnum()) {
                assertThat(type.getEnumConstants()).extracting(Object::toString).contains(field.getValue().asText());
            } else if (field.getValue().isObject() && !Map.class.isAssignableFrom(type) && type != Object.class) {
                takes(type, field.getValue());
            }
        }
    }

    @Test
    void theTemplatesReferToASectionOfIt() throws IOException {
        String repository = Files.readString(Path.of("pom.xml"))
                .replaceFirst("(?s).*<repository.url>(.*?)</repository.url>.*", "$1");
        try (Stream<Path> templates = Files.list(Path.of("bpmn/.camunda/element-templates"))) {
            assertThat(templates).isNotEmpty().allSatisfy(template -> {
                JsonNode reference = new ObjectMapper().readTree(Files.readString(template))
                        .findValue("documentationRef");
                assertThat(reference.asText()).startsWith(repository + "#");
                assertThat(sections()).contains(reference.asText().replaceFirst(".*#", ""));
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

    /** As links call them. */
    private static List<String> sections() {
        return Pattern.compile("(?m)^#+ (.*)$").matcher(readme).results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-'))
                .toList();
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
