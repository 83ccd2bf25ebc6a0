package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
    void everySettingBinds() {
        String yaml = readme.replaceFirst("(?s).*```yaml\n(.*?)```.*", "$1");
        YamlPropertiesFactoryBean properties = new YamlPropertiesFactoryBean();
        properties.setResources(new ByteArrayResource(contradictionFree(yaml).getBytes(StandardCharsets.UTF_8)));
        Map<Object, Object> values = properties.getObject();

        HeraldSettings settings = new Binder(new MapConfigurationPropertySource(values)).bind("herald",
                Bindable.of(HeraldSettings.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT)).get();

        assertThat(settings.smtp().presets()).containsKey("default");
        assertThat(settings.sms().senders()).containsKey("default");
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
