package dev.herald.architecture.planted.email.address;

import dev.herald.architecture.planted.email.mime.MimeThatTalks;

public final class AddressThatComposes {
    public boolean isIn(Object it) {
        return it instanceof MimeThatTalks;
    }
}
