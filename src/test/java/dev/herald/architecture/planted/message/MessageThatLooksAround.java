package dev.herald.architecture.planted.message;

import dev.herald.architecture.planted.sms.PlantedSms;
import org.springframework.util.Assert;

final class MessageThatLooksAround {
    void check(PlantedSms sms) {
        Assert.notNull(sms, "sms");
    }
}
