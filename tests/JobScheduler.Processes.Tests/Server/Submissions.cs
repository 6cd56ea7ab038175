namespace JobScheduler.Processes.Tests.Server;

/// <summary>Requests that the tests have in common.</summary>
internal static class Submissions
{
    /// <summary>A run that calls the target; three attempts, quick retries.</summary>
    public static string Call(CountingTarget target, string after = "0s") => $$"""
        { "target": { "type": "http", "url": "{{target.Url}}" }, "after": "{{after}}",
          "retry": { "maxAttempts": 3, "backoff": "fixed", "initialDelay": "100ms" } }
        """;

    /// <summary>Submits many of them in one request.</summary>
    /// <returns>The ids of the runs.</returns>
    public static async Task<List<string>> BulkAsync(ApiTalk api, CountingTarget target, int count, string after = "0s")
    {
        var items = string.Join(',', Enumerable.Repeat(Call(target, after), count));
        var answer = await api.PostAsync("/api/v1/runs/bulk", $$"""{ "items": [{{items}}] }""");
        var ids = answer["items"]!.AsArray().Select(item => (string)item!["run"]!["id"]!).ToList();
        Assert.Equal(count, ids.Distinct().Count());
        return ids;
    }

    /// <summary>
    /// Each run has ended well, exactly once; the target was called once for each attempt at most, and not at all for what was not an
    /// attempt.
    /// </summary>
    /// <returns>How many attempts were lost or handed back.</returns>
    public static async Task<int> AllEndOnceAsync(ApiTalk api, CountingTarget target, IReadOnlyCollection<string> runs)
    {
        var repeated = 0;
        foreach (var id in runs)
        {
            var run = await api.EndOfAsync(id);
            Assert.Equal("succeeded", run.Text("state"));
            var attempts = await api.AttemptsOfAsync(id);
            Assert.Equal(Enumerable.Range(1, attempts.Count), attempts.Select(attempt => attempt.Number("number")));
            Assert.Equal("succeeded", attempts[^1].Text("outcome"));
            Assert.All(attempts[..^1], attempt => Assert.Contains(attempt.Text("outcome"), new[] { "lost", "handedBack" }));
            repeated += attempts.Count - 1;
            Assert.Equal(1, target.Calls.GetValueOrDefault((id, attempts.Count)));
            Assert.All(
                target.Calls.Where(call => call.Key.Key == id),
                call => Assert.True(call.Value == 1 && call.Key.Attempt <= attempts.Count, $"{call}"));
        }

        return repeated;
    }
}
