namespace JobScheduler.Api.Http;

/// <summary>Names that a request gave, as an answer may repeat them.</summary>
internal static class MemberName
{
    private const int Longest = 60;

    /// <summary>The name without control characters, cut where it is long.</summary>
    public static string Shown(string name)
    {
        var cut = name.Length <= Longest ? name : string.Concat(name.AsSpan(0, Longest), "…");
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c)) : cut;
    }
}
