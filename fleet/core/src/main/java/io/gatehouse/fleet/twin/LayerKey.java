package io.gatehouse.fleet.twin;

/**
 * Which layer of settings: a profile's own, a site's for a profile, or a device's.
 *
 * @param site empty for a profile's own
 * @param key the profile, or the device
 */
public record LayerKey(Scope scope, String site, String key) {

    /** From the general to the particular; the later wins. */
    public enum Scope {
        PROFILE,
        SITE,
        DEVICE
    }

    public static LayerKey ofProfile(String profile) {
        return new LayerKey(Scope.PROFILE, "", profile);
    }

    public static LayerKey ofSite(String site, String profile) {
        return new LayerKey(Scope.SITE, site, profile);
    }

    public static LayerKey ofDevice(String site, String device) {
        return new LayerKey(Scope.DEVICE, site, device);
    }
}
