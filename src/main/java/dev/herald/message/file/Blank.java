package dev.herald.message.file;

import java.io.InputStream;
import java.util.Arrays;

/** So many bytes that mean nothing, to be counted and never to be sent. */
public record Blank(long length) implements Content {
    @Override
    public InputStream open() {
        return new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] bytes, int from, int most) {
                if (left <= 0) {
                    return most == 0 ? 0 : -1;
                }
                int count = (int) Math.min(left, most);
                Arrays.fill(bytes, from, from + count, (byte) 0);
                left -= count;
                return count;
            }
        };
    }
}
