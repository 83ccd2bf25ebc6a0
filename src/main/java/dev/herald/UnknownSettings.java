package dev.herald;

import dev.herald.message.setting.InvalidSettingException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Refuses settings in the environment and among the JVM's properties that do not exist: Spring Boot looks for them
 * everywhere but there, since these two are not the application's alone. What exists is what the binding asked for. A value
 * that is empty, or refers to a variable which does not exist, is refused as well, before it is sent somewhere as a password.
 */
final class UnknownSettings extends AbstractBindHandler {
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("herald");

    /** What Spring Boot leaves of a placeholder that it can't resolve. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

    private final Set<ConfigurationPropertyName> asked = new HashSet<>();

    UnknownSettings(BindHandler parent) {
        super(parent);
    }

    @Override
    public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        if (ROOT.isAncestorOf(name)) {
            asked.add(name);
        }
        return super.onStart(name, target, context);
    }

    @Override
    public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
            Object result) {
        if (ROOT.isAncestorOf(name) && result instanceof String text && REFERENCE.matcher(text).find()) {
            throw new InvalidSettingException(name.toString(), "refers to something that is not there",
                    "Set the variable that it names in ${...}, for instance in the environment.");
        }
        return super.onSuccess(name, target, context, result);
    }

    @Override
    public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
            @Nullable Object result) throws Exception {
        super.onFinish(name, target, context, result);
        if (result == null && ROOT.isAncestorOf(name)) {
            requireValue(name, context);
        }
        if (name.equals(ROOT)) {
            SettingNames settings = new SettingNames(asked);
            for (ConfigurationPropertySource source : context.getSources()) {
                if (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> given) {
                    check(given, settings);
                }
            }
        }
    }

    /** Nothing at all is read as absent, also where it is what a variable left that is not set. */
    private static void requireValue(ConfigurationPropertyName name, BindContext context) {
        for (ConfigurationPropertySource source : context.getSources()) {
            ConfigurationProperty given = source.getConfigurationProperty(name);
            if (given != null && given.getValue() instanceof String text && text.isBlank()) {
                throw new InvalidSettingException(name.toString(), "has no value", "Give it one, or remove it.");
            }
        }
    }

    private static void check(EnumerablePropertySource<?> given, SettingNames settings) {
        switch (given.getName()) {
            case StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME ->
                refuse(given, settings::lackProperty, "the JVM's options (-D)");
            case StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME ->
                refuse(given, name -> settings.lackVariable(name, String.valueOf(given.getProperty(name))),
                        "the environment");
            default -> {
                // Spring Boot has looked
            }
        }
    }

    private static void refuse(EnumerablePropertySource<?> given, Predicate<String> unknown, String place) {
        List<String> refused = Stream.of(given.getPropertyNames()).filter(unknown).sorted().toList();
        if (!refused.isEmpty()) {
            throw new InvalidSettingException(String.join(", ", refused), "does not exist",
                    "Remove it from " + place + ", or look up its name in the README's section Configure.");
        }
    }
}
