package dev.herald;

import dev.herald.message.setting.InvalidSettingException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in plain words which property stops the start; before Spring's own, which would name a record instead. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidSettingAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingException cause) {
        return new FailureAnalysis("The setting " + cause.getMessage() + ".", cause.remedy(), cause);
    }
}
