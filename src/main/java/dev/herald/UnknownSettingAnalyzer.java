package dev.herald;

import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names settings that do not exist; Spring's own analyzer would show their values, and a mistyped one may be a secret. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownSettingAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        String empty = names(cause, property -> String.valueOf(property.getValue()).isBlank());
        if (!empty.isEmpty()) {
            return new FailureAnalysis(empty + " has no value.", "Give it one, or remove it.", cause);
        }
        return new FailureAnalysis("There is no setting " + names(cause, property -> true) + ".",
                "Remove it, or look up its name in the README's section Configure.", cause);
    }

    private static String names(UnboundConfigurationPropertiesException cause, Predicate<ConfigurationProperty> which) {
        return cause.getUnboundProperties().stream().filter(which).map(property -> property.getName().toString())
                .sorted().collect(Collectors.joining(", "));
    }
}
