using System.Globalization;
using System.Text;

namespace JobScheduler.Api.Tests.Http;

/// <summary>Bodies that cost whoever reads them carelessly many times their bytes.</summary>
internal static class HostileBodies
{
    private static readonly Dictionary<string, Func<int, string>> Known = new()
    {
        ["array of numbers"] = size => $"[{Repeat("1,", size)}1]",
        ["items that are numbers"] = size => $$"""{"items":[{{Repeat("1,", size)}}1]}""",
        ["items that are empty"] = size => $$"""{"items":[{{Repeat("{},", size)}}{}]}""",
        ["a thousand items with unknown members"] = size => $$"""{"items":[{{Thousand("x1", size)}}]}""",
        ["input of numbers"] = size => Run($"[{Repeat("1,", size)}1]"),
        ["input of longer numbers"] = size => Run($"[{Repeat("123,", size)}1]"),
        ["input of empty objects"] = size => Run($"[{Repeat("{},", size)}1]"),
        ["input of deep arrays"] = size => Run($"[{Repeat($"{new string('[', 28)}{new string(']', 28)},", size)}1]"),
        ["input of members"] = size => Run($$"""{{{Members("\"m", "\":1", size)}}}"""),
        ["input of escaped members"] = size => Run($$"""{{{Members("\"\\u006d\\n", "\":1", size)}}}"""),
        ["members given twice"] = size => $$"""{{{Repeat("\"a\":1,", size)}}"a":1}""",
        ["nested members given twice"] = size => Run(Nested($$"""{{{Repeat("\"a\":1,", size / 2)}}"a":1}""")),
        ["long members given twice, deep"] = size => Run(Nested($$"""[{{Repeat("{\"a\":1,\"a\":2},", size / 2)}}1]""")),
        ["escaped members given twice"] = size => $$"""{{{Repeat("\"\\u0061\":1,\"a\":1,", size)}}"a":1}""",
        ["unknown members"] = size => $$"""{{{Members("\"u", "\":{}", size)}}}""",
        ["one unknown member with a long name"] = size => $$"""{"{{new string('n', size - 20)}}":1}""",
        ["labels"] = size => $$"""{"labels":{{{Members("\"l", "\":\"\"", size)}}} }""",
        ["labels that are no text"] = size => $$"""{"labels":{{{Members("\"l", "\":1", size)}}} }""",
        ["list of labels"] = size => $$"""{"label":[{{Repeat("\"\",", size)}}"a:b"]}""",
        ["delays"] = size => $$"""{"retry":{"delays":[{{Repeat("\"1s\",", size)}}"1s"]},{{Target("")}}}""",
        ["delays that are none"] = size => $$"""{"retry":{"delays":[{{Repeat("0,", size)}}0]} }""",
        ["dates"] = size => $$"""{"kind":"exclude","dates":[{{Repeat("\"2026-12-25\",", size)}}"2026-12-25"]}""",
        ["ranges that are empty"] = size => $$"""{"kind":"exclude","ranges":[{{Repeat("{},", size)}}{}]}""",
        ["weekdays"] = size => $$"""{"kind":"exclude","weekdays":[{{Repeat("\"sat\",", size)}}"sat"]}""",
        ["headers"] = size => $$"""{{{Target($$""","headers":{{{Members("\"h", "\":\"\"", size)}}}""")}}}""",
        ["calendars of a schedule"] = size =>
            $$"""{"spec":{"type":"cron","cron":"* * * * *","calendars":[{{Repeat("\"a\",", size)}}"a"]} }""",
        ["times of a schedule"] = size => $$"""{"spec":{"type":"times","times":[{{Repeat("\"2030-01-01T00:00:00Z\",", size)}}""]} }""",
        ["states"] = size => $$"""{"state":[{{Repeat("\"failed\",", size)}}"failed"]}""",
        ["long name above a long array"] = size => $$"""{"{{Long(size)}}":[{{Repeat("1,", size / 2)}}1]}""",
        ["long name above an array, as input"] = size => Run($$"""{"{{Long(size)}}":[{{Repeat("123,", size / 2)}}1]}"""),
        ["long name in an item, above an array"] = size => $$"""{"items":[{"{{Long(size)}}":[{{Repeat("123,", size / 2)}}1]}]}""",
        ["long name above members given twice"] = size => $$"""{"{{Long(size)}}":{{{Repeat("\"a\":1,", size / 2)}}"a":1} }""",
        ["long name above a long array at every depth"] = size => Arrays(size / 15),
        ["long name above a long array at every depth, as input"] = size => Run(Arrays(size / 15, 14)),
        ["long names of labels"] = size => $$"""{"labels":{"{{Long(size)}}":[{{Repeat("123,", size / 2)}}1]} }""",
        ["one long text"] = size => $$"""{"name":"{{new string('a', size - 20)}}"}""",
        ["one long number"] = size => $$"""{"name":{{new string('1', size - 20)}}}""",
        ["escapes"] = size => $$"""{"name":"{{Repeat("\\u0000", size)}}"}""",
        ["space"] = size => new string(' ', size),
        ["brackets that do not end"] = size => new string('[', size),
        ["unpaired surrogates"] = size => $$"""{"labels":{{{Members("\"l", "\":\"\\ud800\"", size)}}} }""",
    };

    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>The body of this name, of about this many bytes and not more.</summary>
    public static byte[] Make(string name, int size) => Encoding.UTF8.GetBytes(Known[name](size - 512));

    /// <summary>A long text as this member, and as its only item, beside what may be required.</summary>
    public static IEnumerable<(string Kind, byte[] Body)> LongTexts(string member, int size)
    {
        var text = $"\"a:{new string('a', size - 512)}\"";
        foreach (var value in (string[])[text, $"[{text}]"])
        {
            (string Name, string Value)[] members =
            [
                ("target", """{"type":"handler","name":"echo"}"""),
                ("spec", """{"type":"cron","cron":"* * * * *"}"""),
                ("dates", """["2030-01-01"]"""),
                ("outcome", "\"failed\""),
            ];
            var others = members.Where(other => other.Name != member).Select(other => $"\"{other.Name}\":{other.Value},");
            foreach (var beside in others.Append(""))
            {
                yield return ($"long {member}", Encoding.UTF8.GetBytes($$"""{{{beside}}"{{member}}":{{value}}}"""));
            }
        }
    }

    private static string Run(string input) => $$"""{{{Target("")}},"input":{{input}}}""";

    private static string Target(string more) => $$"""
        "target":{"type":"http","method":"POST","url":"https://example.com/"{{more}}}
        """;

    private static string Nested(string inner)
    {
        var name = new string('n', 60);
        return $"{string.Concat(Enumerable.Repeat($"{{\"{name}\":", 25))}{inner}{new string('}', 25)}";
    }

    private static string Long(int size) => new('n', (size / 2) - 64);

    /// <summary>Each level has a name of half of its bytes and an array of the other half, at whose end the next level is.</summary>
    private static string Arrays(int size, int levels = 15)
    {
        var body = "1";
        for (var level = 0; level < levels; level++)
        {
            body = $$"""{"{{Long(size)}}":[{{Repeat("123,", (size / 2) - 64)}}{{body}}]}""";
        }

        return body;
    }

    private static string Thousand(string name, int size)
    {
        var item = $$"""{{{Members($"\"{name}", "\":1", (size / 1000) - 8)}}}""";
        return string.Join(',', Enumerable.Repeat(item, 1000));
    }

    private static string Repeat(string text, int size) => string.Concat(Enumerable.Repeat(text, Math.Max(0, size / text.Length)));

    /// <summary>Members with different names, separated by commas.</summary>
    private static string Members(string before, string after, int size)
    {
        var members = new StringBuilder();
        for (var i = 0; members.Length + before.Length + after.Length + 10 < size; i++)
        {
            members.Append(i == 0 ? "" : ",").Append(before).Append(i.ToString("x", CultureInfo.InvariantCulture)).Append(after);
        }

        return members.ToString();
    }
}
