package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.client.spring.properties.CamundaClientProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * Settings that somebody may copy.
 *
 * @param values by full name; what the environment is to provide is there
 */
record PastedSettings(Map<String, Object> values) {

    static PastedSettings of(String yaml) {
        YamlPropertiesFactoryBean properties = new YamlPropertiesFactoryBean();
        properties.setResources(new ByteArrayResource(
                yaml.replaceAll("\\$\\{[A-Z_]+}", "secret").getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> values = new TreeMap<>();
        Objects.requireNonNull(properties.getObject()).forEach((name, value) -> values.put(name.toString(), value));
        return new PastedSettings(values);
    }

    void assertThatAllExist() {
        Binder binder = new Binder(new MapConfigurationPropertySource(values));
        BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
        binder.bind("herald", Bindable.of(HeraldSettings.class), strict);
        binder.bind("camunda.client", Bindable.of(CamundaClientProperties.class), strict);
        assertThat(values.keySet().stream().filter(name -> !name.startsWith("herald."))
                .map(name -> name.replaceFirst("\\[\\d+]$", ""))).isSubsetOf(known());
    }

    /** What the libraries tell editors of their settings. */
    private static Set<String> known() {
        return PastedSettings.class.getClassLoader().resources("META-INF/spring-configuration-metadata.json")
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
}
