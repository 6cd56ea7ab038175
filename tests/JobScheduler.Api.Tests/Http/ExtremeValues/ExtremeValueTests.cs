using System.Text.Json.Nodes;
using JobScheduler.Api.Reference;
using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Http.ExtremeValues;

/// <summary>
/// Every time, duration, date and number that the document describes, with the least and the greatest value, and the ones beside them: none
/// is an error of the server, what is out of bounds is refused by the field's name, and operations with the rest come to an end.
/// </summary>
public sealed class ExtremeValueTests(TestHost host) : IClassFixture<TestHost>
{
    private const string Job = "extreme";

    private static readonly (string Value, bool IsInRange)[] Times =
    [
        ("0001-01-01T00:00:00Z", false), ("0001-01-01T00:00:00.001Z", false), ("1969-12-31T23:59:59.999Z", false),
        ("1970-01-01T00:00:00Z", true), ("1970-01-01T00:00:00.001Z", true), ("1970-01-01T00:00:00+00:01", false),
        ("1969-12-31T23:59:00-00:01", true), ("9000-12-31T23:59:59.998Z", true), ("9000-12-31T23:59:59.999Z", true),
        ("9001-01-01T00:00:00Z", false), ("9000-12-31T23:59:59.999-00:01", false), ("9001-01-01T00:00:00+00:01", true),
        ("9999-12-31T23:59:59.998Z", false), ("9999-12-31T23:59:59.999Z", false), ("9999-12-31T23:59:59.999-23:59", false),
    ];

    private static readonly (string Value, bool IsInRange)[] Durations =
    [
        ("0s", true), ("1ms", true), ("PT0S", true), ("PT0.0000001S", true), ("36525d", true), ("36524d23h59m59s999ms", true),
        ("P36525D", true), ("36525d1ms", false), ("P36526D", false), ("999999999999999d", false), ("9999999999999999999999d", false),
        ("P999999999999999W", false), ("-1ms", false), ("-PT1S", false), ("10675199d", false), ("P10675200D", false),
    ];

    private static readonly string[] Dates = ["0001-01-01", "1969-12-31", "1970-01-01", "9000-12-31", "9999-12-30", "9999-12-31"];

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808", "1e308", "1e-400", "-0.0",
    ];

    private static readonly JsonNode Document = JsonNode.Parse(EmbeddedFile.Read("openapi.json"))!;

    private int _schedules;

    public static TheoryData<string, string> Operations =>
        [.. Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (operation.Key, path.Key)))];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Fields_withExtremeValues_areTakenOrRefusedByName(string method, string path)
    {
        var operation = Document["paths"]![path]![method]!;
        await PrepareAsync();
        var wrong = new List<string>();
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if (parameter!["in"]?.GetValue<string>() == "query")
            {
                await TryParameterAsync(method, path, parameter, wrong);
            }
        }

        if (operation["requestBody"]?["content"]?["application/json"] is { } body)
        {
            foreach (var field in DocumentedField.Of(Document, body["schema"]!))
            {
                await TryFieldAsync(method, path, body["example"]!, field, wrong);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    [Theory]
    [InlineData("/api/v1/runs/cancel", "from")]
    [InlineData("/api/v1/runs/cancel", "to")]
    [InlineData("/api/v1/dead-letters/purge", "from")]
    [InlineData("/api/v1/dead-letters/purge", "to")]
    [InlineData("/api/v1/dead-letters/redrive", "from")]
    [InlineData("/api/v1/dead-letters/redrive", "to")]
    public async Task Operation_withExtremeCondition_ends(string path, string field)
    {
        foreach (var (value, _) in Times.Where(time => time.IsInRange))
        {
            var started = await host.SendAsync("POST", path, new JsonObject { [field] = value }.ToJsonString());
            Assert.Equal(202, started.Status);
            var ended = await host.UntilAsync(started.Location!, operation => operation["state"] != "running");
            Assert.Equal("succeeded", ended["state"]);
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/runs")]
    [InlineData("GET", "/api/v1/dead-letters")]
    [InlineData("GET", "/api/v1/fires")]
    [InlineData("POST", "/api/v1/runs/cancel")]
    [InlineData("POST", "/api/v1/dead-letters/purge")]
    [InlineData("POST", "/api/v1/dead-letters/redrive")]
    public async Task Range_thatEndsBeforeItBegins_422(string method, string path)
    {
        foreach (var to in new[] { "2026-01-01T00:00:00Z", "2025-12-31T23:59:59.999Z" })
        {
            var range = new JsonObject { ["from"] = "2026-01-01T00:00:00Z", ["to"] = to };
            var answer = method == "GET"
                ? await host.SendAsync(method, $"{path}?from={range["from"]}&to={to}")
                : await host.SendAsync(method, path, range.ToJsonString());
            Assert.Equal((422, "must be after from"), (answer.Status, Assert.Single(answer.Errors("to"))));
        }
    }

    private async Task TryParameterAsync(string method, string path, JsonNode parameter, List<string> wrong)
    {
        if (DocumentedField.Of(Document, parameter["schema"]!).SingleOrDefault() is not { } field)
        {
            return;
        }

        var name = parameter["name"]!.GetValue<string>();
        foreach (var (value, isInRange) in ValuesOf(field.Kind))
        {
            // A wait within the bounds is a wait.
            if (name != "wait" || isInRange == false)
            {
                var answer = await host.SendAsync(method, $"{Fill(method, path)}?{name}={Uri.EscapeDataString(value)}");
                Judge(answer, $"{method} {path}?{name}={value}", name, isInRange, wrong);
            }
        }
    }

    private async Task TryFieldAsync(string method, string path, JsonNode example, DocumentedField field, List<string> wrong)
    {
        foreach (var (value, isInRange) in ValuesOf(field.Kind))
        {
            var body = ExtremeBody.With(example, field, field.Kind == FieldKind.Number ? JsonNode.Parse(value)! : JsonValue.Create(value)!);
            var answer = await host.SendAsync(method, Fill(method, path), body);
            Judge(answer, $"{method} {path} {body}", field.Name, isInRange, wrong);
        }
    }

    private static void Judge(Answer answer, string what, string field, bool? isInRange, List<string> wrong)
    {
        if (answer.Status >= 500)
        {
            wrong.Add($"{answer.Status} {what}: {answer.Text}");
        }
        else if (isInRange == false && !(answer.Status is 400 or 422 && answer.Fields.Contains(field)))
        {
            wrong.Add($"{what} was not refused by its name: {answer.Status} {answer.Text}");
        }
    }

    private static IEnumerable<(string Value, bool? IsInRange)> ValuesOf(FieldKind kind) => kind switch
    {
        FieldKind.Time => Times.Select(time => (time.Value, (bool?)time.IsInRange)),
        FieldKind.Duration => Durations.Select(duration => (duration.Value, duration.IsInRange ? null : (bool?)false)),
        FieldKind.Date => Dates.Select(date => (date, (bool?)null)),
        _ => Numbers.Select(number => (number, (bool?)null)),
    };

    /// <summary>A schedule is written under a new name each time: one that is changed too often answers 503 for a moment.</summary>
    private string Fill(string method, string path) => path
        .Replace("{jobId}", Job, StringComparison.Ordinal)
        .Replace("{scheduleId}", method == "put" ? $"s{++_schedules}" : "s", StringComparison.Ordinal)
        .Replace("{calendarId}", "c", StringComparison.Ordinal)
        .Replace("{", "no-", StringComparison.Ordinal)
        .Replace("}", "", StringComparison.Ordinal);

    private async Task PrepareAsync()
    {
        await host.SendAsync("PUT", $"/api/v1/jobs/{Job}", """{ "target": { "type": "handler", "name": "echo" }, "paused": true }""");
        await host.SendAsync("PUT", $"/api/v1/jobs/{Job}/schedules/s", """{ "spec": { "type": "cron", "cron": "0 3 * * *" } }""");
    }
}
