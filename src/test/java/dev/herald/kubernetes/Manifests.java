package dev.herald.kubernetes;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The manifests as Kubernetes reads them, but strict: a field that its schema lacks is refused, not dropped. */
public final class Manifests {
    public static final Path FOLDER = Path.of("src/main/kubernetes");

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(ConfigMap.class, Deployment.class,
            PodDisruptionBudget.class, PodMonitor.class, PrometheusRule.class, Service.class, ServiceAccount.class,
            StatefulSet.class);
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                /** Where the models keep what they don't know. */
                @Override
                public @Nullable Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });

    private Manifests() {}

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    /** The resources of a file. */
    public static List<HasMetadata> read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<HasMetadata> parse(String yaml) {
        LoaderOptions noKeyTwice = new LoaderOptions();
        noKeyTwice.setAllowDuplicateKeys(false);
        return StreamSupport.stream(new Yaml(noKeyTwice).loadAll(yaml).spliterator(), false).map(Manifests::resource)
                .toList();
    }

    public static <T> T only(List<HasMetadata> resources, Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
    }

    private static HasMetadata resource(Object document) {
        Map<?, ?> fields = (Map<?, ?>) document;
        JavaType kind = KINDS.stream()
                .filter(known -> HasMetadata.getKind(known).equals(fields.get("kind"))
                        && HasMetadata.getApiVersion(known).equals(fields.get("apiVersion")))
                .map(STRICT::constructType).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(fields.get("apiVersion") + " " + fields.get("kind")));
        return STRICT.convertValue(fields, kind);
    }
}
