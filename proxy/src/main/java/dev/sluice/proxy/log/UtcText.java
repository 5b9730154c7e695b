package dev.sluice.proxy.log;

/** Writes times as {@code 2026-01-02T03:04:05.678Z} without allocating. Owned by one loop. */
final class UtcText {
    static final int BYTES = 24;

    private static final int SECOND_BYTES = 20;
    private static final long DAY_SECONDS = 86_400;

    private final byte[] second = new byte[SECOND_BYTES];
    private long cachedSecond = Long.MIN_VALUE;

    void write(long epochMs, byte[] out, int at) {
        long epochSecond = Math.floorDiv(epochMs, 1000L);
        if (epochSecond != cachedSecond) {
            format(epochSecond);
            cachedSecond = epochSecond;
        }
        System.arraycopy(second, 0, out, at, SECOND_BYTES);
        put(out, at + SECOND_BYTES, Math.floorMod(epochMs, 1000), 3);
        out[at + BYTES - 1] = 'Z';
    }

    private void format(long epochSecond) {
        int ofDay = (int) Math.floorMod(epochSecond, DAY_SECONDS);
        date(Math.floorDiv(epochSecond, DAY_SECONDS));
        second[10] = 'T';
        put(second, 11, ofDay / 3600, 2);
        second[13] = ':';
        put(second, 14, ofDay / 60 % 60, 2);
        second[16] = ':';
        put(second, 17, ofDay % 60, 2);
        second[19] = '.';
    }

    /**
     * The Gregorian date of a day since 1970: counted in eras of 400 years that begin on the first
     * of March, so that a leap day is the last of its year.
     */
    private void date(long epochDay) {
        long day = epochDay + 719_468;
        long era = Math.floorDiv(day, 146_097L);
        int ofEra = (int) Math.floorMod(day, 146_097L);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * ofYear + 2) / 153;
        int ofMonth = ofYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        put(second, 0, year, 4);
        second[4] = '-';
        put(second, 5, month, 2);
        second[7] = '-';
        put(second, 8, ofMonth, 2);
    }

    private static void put(byte[] out, int at, int number, int digits) {
        int rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
