package dev.herald.sandbox;

import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Puts the sandbox's settings just above those in Herald's jar: the command line, the environment and configuration files
 * outside override them.
 */
final class SandboxSettings implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    private final Function<Environment, Map<String, Object>> settings;

    /** @param settings beside what the environment has already */
    SandboxSettings(Function<Environment, Map<String, Object>> settings) {
        this.settings = settings;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        MutablePropertySources sources = event.getEnvironment().getPropertySources();
        MapPropertySource sandbox = new MapPropertySource("sandbox", settings.apply(event.getEnvironment()));
        sources.stream().map(PropertySource::getName).filter(name -> name.contains("class path resource [application"))
                .findFirst()
                .ifPresentOrElse(inJar -> sources.addBefore(inJar, sandbox), () -> sources.addLast(sandbox));
    }

    /** After the configuration files are read, before logging is set up. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }
}
