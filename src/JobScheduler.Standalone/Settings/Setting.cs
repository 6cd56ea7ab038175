namespace JobScheduler.Standalone.Settings;

/// <summary>A configuration key, for people.</summary>
/// <param name="Key">Section and name.</param>
/// <param name="Default">Empty: none.</param>
/// <param name="Meaning">In a few words.</param>
internal sealed record Setting(string Key, string Default, string Meaning);
