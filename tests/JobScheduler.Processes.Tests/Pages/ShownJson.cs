using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace JobScheduler.Processes.Tests.Pages;

/// <summary>JSON of a page against JSON that was printed.</summary>
internal static partial class ShownJson
{
    /// <summary>The last JSON of an output, on however many lines.</summary>
    /// <param name="output">What was printed; the JSON begins at the beginning of a line and is followed by nothing.</param>
    /// <param name="place">Where it is shown.</param>
    public static JsonNode LastOf(string output, string place)
    {
        var lines = output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        for (var first = lines.Length - 1; first >= 0; first--)
        {
            if (lines[first] is ['{' or '[', ..] && TryParse(string.Join('\n', lines[first..])) is { } json)
            {
                return json;
            }
        }

        throw new InvalidOperationException($"{place}: what was printed does not end in JSON: {output}");
    }

    /// <summary>What is shown must be there; ids and times differ from run to run, and only their form counts.</summary>
    /// <param name="shown">By the page.</param>
    /// <param name="printed">By the block before.</param>
    /// <param name="path">Where it is shown, and the path in it.</param>
    public static void Compare(JsonNode? shown, JsonNode? printed, string path)
    {
        switch (shown)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    Assert.True(
                        printed is JsonObject found && found.ContainsKey(name), $"{path}.{name} is shown and not printed: {printed}");
                    Compare(value, printed[name], $"{path}.{name}");
                }

                break;
            case JsonArray items:
                Assert.Equal((path, items.Count), (path, Assert.IsType<JsonArray>(printed).Count));
                for (var i = 0; i < items.Count; i++)
                {
                    Compare(items[i], printed[i], $"{path}[{i}]");
                }

                break;
            default:
                Assert.Equal((path, Form(shown)), (path, Form(printed)));
                break;
        }
    }

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Form(JsonNode? value) => Varying().Replace(value?.ToJsonString() ?? "null", "*");

    [GeneratedRegex(@"\d\d-[0-9a-f]{12}-[0-9a-f]{16}|\d{4}-\d\d-\d\dT[\d:.]+Z")]
    private static partial Regex Varying();
}
