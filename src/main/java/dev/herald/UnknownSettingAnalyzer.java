package dev.herald;

import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names settings that do not exist; Spring's own analyzer would show their values, and a mistyped one may be a secret. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownSettingAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        String names = cause.getUnboundProperties().stream().map(property -> property.getName().toString()).sorted()
                .collect(Collectors.joining(", "));
        return new FailureAnalysis("There is no setting " + names + ".",
                "Remove it, or look up its name in the README's section Configure.", cause);
    }
}
