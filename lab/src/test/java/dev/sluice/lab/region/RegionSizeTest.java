package dev.sluice.lab.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.lab.process.LabFailure;
import org.junit.jupiter.api.Test;

class RegionSizeTest {
    @Test
    void the_usual_size_fits() throws LabFailure {
        assertThat(RegionSize.USUAL.checked()).isEqualTo(RegionSize.USUAL);
    }

    @Test
    void more_than_the_addresses_have_room_for_is_refused_in_words() {
        assertThatThrownBy(() -> new RegionSize(1, 2, 65, 1).checked())
                .isInstanceOf(LabFailure.class)
                .hasMessage("a lab has 1 to 64 backends, not 65");
        assertThatThrownBy(() -> new RegionSize(1, 0, 1, 1).checked())
                .hasMessage("a lab has 1 to 16 proxies, not 0");
    }
}
