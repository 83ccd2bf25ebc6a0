package dev.herald;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** The names of all settings, as properties and as environment variables. */
final class SettingNames {
    private static final Pattern PROPERTY = Pattern.compile("(?i)herald\\..*");
    private static final Pattern INDEX = Pattern.compile("_\\d+$");
    /** What Kubernetes tells of Services whose names begin with herald. */
    private static final Pattern SERVICE = Pattern
            .compile(".+_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Set<ConfigurationPropertyName> properties;
    private final Set<String> variables;

    SettingNames(Collection<ConfigurationPropertyName> properties) {
        this.properties = Set.copyOf(properties);
        this.variables = properties.stream().flatMap(SettingNames::variables).collect(Collectors.toSet());
    }

    /** Whether the property should be one of these settings, but is not. */
    boolean lackProperty(String property) {
        if (!PROPERTY.matcher(property).matches()) {
            return false;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
        // of a list of which another source decides nothing is asked beyond its name
        return !properties.contains(name)
                && !(name.isLastElementIndexed() && properties.contains(name.getParent()));
    }

    /** Whether the environment variable should be one of these settings, but is not. */
    boolean lackVariable(String variable, String value) {
        String name = variable.toUpperCase(Locale.ROOT);
        return lackProperty(variable) || (name.startsWith("HERALD_") && !variables.contains(name)
                && !variables.contains(INDEX.matcher(name).replaceFirst("")) && !isOfKubernetes(name, value));
    }

    private static boolean isOfKubernetes(String name, String value) {
        return SERVICE.matcher(name).matches()
                || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
    }

    /** As Spring Boot reads them: dashes are left out, or are underscores. */
    private static Stream<String> variables(ConfigurationPropertyName name) {
        String flat = name.toString().toUpperCase(Locale.ROOT).replaceAll("[.\\[]", "_").replace("]", "");
        return Stream.of(flat.replace("-", ""), flat.replace('-', '_'));
    }
}
