using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Schedules;

[Collection(HostCollection.Name)]
public sealed class ScheduleTests(TestHost host)
{
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" } }""";
    private const string Daily = """{ "spec": { "type": "cron", "cron": "0 4 * * *" } }""";

    [Fact]
    public async Task Put_newSchedule_201WithLocationDefaultsAndETag()
    {
        var answer = await host.SendAsync("PUT", await JobAsync("sched-new") + "/daily", Daily);
        Assert.Equal(201, answer.Status);
        Assert.Equal("/api/v1/jobs/sched-new/schedules/daily", answer.Location);
        Assert.Matches("^\"[^\"]+\"$", answer.ETag);
        Assert.Equal(("daily", "sched-new"), (answer["id"], answer["jobId"]));
        Assert.Equal(
            """{"type":"cron","cron":"0 4 * * *","dst":{"gap":"auto","overlap":"auto"},"timeZone":"UTC","startAt":null"""
                + ""","endAt":null,"maxRuns":null,"jitter":"0s","calendars":[]}""",
            answer.Json["spec"]!.ToJsonString());
        Assert.Equal(
            """{"misfire":"fireOnce","catchUpWindow":"1h","maxCatchUp":10,"overlap":"skip"}""", answer.Json["policy"]!.ToJsonString());
        Assert.False(answer.Json["paused"]!.GetValue<bool>());
        Assert.Equal(0, answer.Json["runs"]!.GetValue<int>());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT04:00:00\.000Z$", answer["nextFireAt"]);
        Assert.Equal("administrator", answer["createdBy"]);
        foreach (var member in new[] { "input", "priority", "note", "resumeAt", "lastFireAt" })
        {
            Assert.True(answer.Json.AsObject().TryGetPropertyValue(member, out var value) && value is null, member);
        }
    }

    [Theory]
    [InlineData(
        "cron",
        """{ "type": "cron", "cron": "30 7 * * MON-FRI", "timeZone": "Europe/Berlin", "dst": { "gap": "shift", "overlap": "both" },"""
            + """ "startAt": "2031-01-01T00:00:00Z", "endAt": "2032-01-01T01:00:00+01:00", "maxRuns": 9, "jitter": "30s" }""")]
    [InlineData("rate", """{ "every": "90m", "type": "interval", "anchor": "2031-01-01T00:00:00.123Z", "mode": "rate" }""")]
    [InlineData("unanchored", """{ "every": "30d", "type": "interval" }""")]
    [InlineData("delay", """{ "type": "interval", "every": "PT2H", "mode": "delay" }""")]
    [InlineData("once", """{ "type": "once", "at": "2039-05-01T12:00:00+02:00" }""")]
    [InlineData("after", """{ "after": "400d", "type": "once" }""")]
    public async Task Put_whatGetShows_200AndTheSame(string id, string spec)
    {
        var path = await JobAsync("sched-round") + "/" + id;
        var policy = """{ "misfire": "fireAll", "catchUpWindow": "2h", "maxCatchUp": 3, "overlap": "queueOne" }""";
        var made = await host.SendAsync("PUT", path, $$"""
            { "spec": {{spec}}, "policy": {{policy}}, "input": { "big": 12345678901234567890 }, "priority": "low",
              "paused": true, "note": "not\nyet", "resumeAt": "2038-01-01T00:00:00Z" }
            """);
        Assert.Equal(201, made.Status);
        var read = await host.SendAsync("GET", path);
        Assert.Equal(
            (true, "not\nyet", "2038-01-01T00:00:00.000Z"), (read.Json["paused"]!.GetValue<bool>(), read["note"], read["resumeAt"]));
        var put = await host.SendAsync("PUT", path, read.Text);
        Assert.Equal(200, put.Status);
        var again = await host.SendAsync("GET", path);
        var (before, after) = (read.Json.AsObject(), again.Json.AsObject());
        before.Remove("updatedAt");
        after.Remove("updatedAt");
        Assert.Equal(before.ToJsonString(), after.ToJsonString());
        Assert.Contains("12345678901234567890", read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_onceAfter_isShownAsATime()
    {
        var answer = await host.SendAsync(
            "PUT", await JobAsync("sched-after") + "/later", """{ "spec": { "type": "once", "after": "400d" } }""");
        var spec = answer.Json["spec"]!.AsObject();
        Assert.Equal(answer["nextFireAt"], spec["at"]!.GetValue<string>());
        Assert.False(spec.ContainsKey("after"));
    }

    [Fact]
    public async Task Put_withoutPaused_leavesThePause_andFalseEndsIt()
    {
        var path = await JobAsync("sched-put-pause") + "/daily";
        await host.SendAsync(
            "PUT", path, Daily.Replace("\"spec\"", "\"paused\": true, \"note\": \"why\", \"spec\"", StringComparison.Ordinal));
        var kept = await host.SendAsync("PUT", path, Daily.Replace("0 4", "0 5", StringComparison.Ordinal));
        Assert.Equal((true, "why", null), (kept.Json["paused"]!.GetValue<bool>(), kept["note"], kept["nextFireAt"]));
        var resumed = await host.SendAsync("PUT", path, kept.Text.Replace("\"paused\":true", "\"paused\":false", StringComparison.Ordinal));
        Assert.Equal((false, null), (resumed.Json["paused"]!.GetValue<bool>(), resumed["note"]));
        Assert.NotNull(resumed["nextFireAt"]);
    }

    [Fact]
    public async Task Put_ofAJobThatIsNotThere_404_andBadIds_422()
    {
        Assert.Equal(404, (await host.SendAsync("PUT", "/api/v1/jobs/nobody/schedules/daily", Daily)).Status);
        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/jobs/nobody/schedules")).Status);
        var many = await JobAsync("sched-ids");
        Assert.Single((await host.SendAsync("PUT", many + "/UPPER", Daily)).Errors("scheduleId"));
        Assert.Equal(404, (await host.SendAsync("GET", many + "/UPPER")).Status);
        var elsewhere = await host.SendAsync(
            "PUT", many + "/here", Daily.Replace("\"spec\"", "\"id\": \"there\", \"spec\"", StringComparison.Ordinal));
        Assert.Single(elsewhere.Errors("id"));
    }

    [Fact]
    public async Task Put_conditions_412WhenTheyDoNotHold()
    {
        var path = await JobAsync("sched-conditions") + "/daily";
        Assert.Equal(412, (await host.SendAsync("PUT", path, Daily, ("If-Match", "*"))).Status);
        var created = await host.SendAsync("PUT", path, Daily, ("If-None-Match", "*"));
        Assert.Equal(201, created.Status);
        Assert.Equal(412, (await host.SendAsync("PUT", path, Daily, ("If-None-Match", "*"))).Status);
        var changed = await host.SendAsync("PUT", path, Daily.Replace("0 4", "0 5", StringComparison.Ordinal), ("If-Match", created.ETag!));
        Assert.Equal(200, changed.Status);
        Assert.NotEqual(created.ETag, changed.ETag);
        var read = await host.SendAsync("GET", path, null, ("If-None-Match", changed.ETag!));
        Assert.Equal((304, changed.ETag), (read.Status, read.ETag));
        Assert.Equal(412, (await host.SendAsync("PUT", path, Daily, ("If-Match", created.ETag!))).Status);
        Assert.Equal(412, (await host.SendAsync("PATCH", path, "{}", ("If-Match", created.ETag!))).Status);
        Assert.Equal(412, (await host.SendAsync("DELETE", path, null, ("If-Match", created.ETag!))).Status);
        Assert.Equal(412, (await host.SendAsync("DELETE", path, null, ("If-None-Match", "*"))).Status);
        Assert.Equal(200, (await host.SendAsync("PUT", path, Daily, ("If-Match", "*"))).Status);
    }

    [Fact]
    public async Task Post_withoutId_makesOne_andWithTakenId_409()
    {
        var many = await JobAsync("sched-post");
        var made = await host.SendAsync("POST", many, Daily);
        Assert.Equal(201, made.Status);
        Assert.Equal($"{many}/{made["id"]}", made.Location);
        Assert.Equal(
            409,
            (await host.SendAsync("POST", many, $$"""{ "id": "{{made["id"]}}", "spec": { "type": "interval", "every": "1d" } }""")).Status);
        Assert.Single(
            (await host.SendAsync("POST", many, """{ "id": "Not An Id", "spec": { "type": "interval", "every": "1d" } }""")).Errors("id"));
        Assert.Equal(404, (await host.SendAsync("POST", "/api/v1/jobs/nobody/schedules", Daily)).Status);
    }

    [Fact]
    public async Task Patch_someMembers_mergesAndNullRestoresDefaults()
    {
        var path = await JobAsync("sched-patch") + "/daily";
        const string Input = """{ "a" : "\u00e9é<", "n": 1.0e2 }""";
        await host.SendAsync("PUT", path, $$"""
            { "spec": { "type": "cron", "cron": "0 4 * * *", "timeZone": "Europe/Berlin", "maxRuns": 5 },
              "policy": { "misfire": "skip", "overlap": "allow" }, "input": {{Input}}, "priority": "high" }
            """);
        var patched = await host.SendAsync(
            "PATCH",
            path,
            """{ "spec": { "cron": "0 5 * * *", "maxRuns": null }, "policy": { "misfire": null, "maxCatchUp": 7 }, "priority": null }""");
        Assert.Equal(200, patched.Status);
        Assert.Equal(
            ("0 5 * * *", "Europe/Berlin"),
            (patched.Json["spec"]!["cron"]!.GetValue<string>(), patched.Json["spec"]!["timeZone"]!.GetValue<string>()));
        Assert.Null(patched.Json["spec"]!["maxRuns"]);
        Assert.Equal(
            """{"misfire":"fireOnce","catchUpWindow":"1h","maxCatchUp":7,"overlap":"allow"}""", patched.Json["policy"]!.ToJsonString());
        Assert.Null(patched["priority"]);
        Assert.Contains(Input, patched.Text, StringComparison.Ordinal);
        Assert.Single((await host.SendAsync("PATCH", path, """{ "spec": { "minute": 1 } }""")).Errors("spec.minute"));
        Assert.Single((await host.SendAsync("PATCH", path, """{ "spec": null }""")).Errors("spec"));
        Assert.Single((await host.SendAsync("PATCH", path, """{ "id": "other" }""")).Errors("id"));
        Assert.Equal(400, (await host.SendAsync("PATCH", path, "[]")).Status);
        Assert.Equal(404, (await host.SendAsync("PATCH", path + "-not", "{}")).Status);
    }

    [Fact]
    public async Task Patch_anotherType_takesTheNewOneWhenTheOldMembersAreNull()
    {
        var path = await JobAsync("sched-patch-type") + "/changing";
        await host.SendAsync("PUT", path, Daily);
        var left = await host.SendAsync("PATCH", path, """{ "spec": { "type": "interval", "every": "2h" } }""");
        Assert.Equal(400, left.Status);
        Assert.Contains("cron", Assert.Single(left.Errors("spec.cron")), StringComparison.Ordinal);
        var changed = await host.SendAsync(
            "PATCH", path, """{ "spec": { "type": "interval", "every": "2h", "cron": null, "dst": null } }""");
        Assert.Equal(200, changed.Status);
        Assert.Equal(
            ("interval", "2h"), (changed.Json["spec"]!["type"]!.GetValue<string>(), changed.Json["spec"]!["every"]!.GetValue<string>()));
        Assert.NotNull(changed["nextFireAt"]);
    }

    [Fact]
    public async Task Patch_paused_pausesAndResumes()
    {
        var path = await JobAsync("sched-patch-pause") + "/daily";
        await host.SendAsync("PUT", path, Daily);
        var paused = await host.SendAsync("PATCH", path, """{ "paused": true, "note": "why", "resumeAt": "2038-01-01T00:00:00Z" }""");
        Assert.Equal(
            (true, "why", "2038-01-01T00:00:00.000Z"), (paused.Json["paused"]!.GetValue<bool>(), paused["note"], paused["resumeAt"]));
        Assert.Equal("other", (await host.SendAsync("PATCH", path, """{ "note": "other" }"""))["note"]);
        var resumed = await host.SendAsync("PATCH", path, """{ "paused": false }""");
        Assert.Equal((false, null, null), (resumed.Json["paused"]!.GetValue<bool>(), resumed["note"], resumed["resumeAt"]));
    }

    [Fact]
    public async Task Delete_aSchedule_204AndThen404()
    {
        var path = await JobAsync("sched-delete") + "/daily";
        await host.SendAsync("PUT", path, Daily);
        Assert.Single((await host.SendAsync("DELETE", path + "?withdrawPending=maybe")).Errors("withdrawPending"));
        Assert.Equal(204, (await host.SendAsync("DELETE", path + "?withdrawPending=true")).Status);
        Assert.Equal(404, (await host.SendAsync("GET", path)).Status);
        Assert.Equal(404, (await host.SendAsync("DELETE", path)).Status);
    }

    [Fact]
    public async Task Delete_theJob_takesItsSchedulesAlong()
    {
        var path = await JobAsync("sched-orphan") + "/daily";
        await host.SendAsync("PUT", path, Daily);
        await host.SendAsync("DELETE", "/api/v1/jobs/sched-orphan");
        Assert.Equal(404, (await host.SendAsync("GET", path)).Status);
        await JobAsync("sched-orphan");
        Assert.Equal(404, (await host.SendAsync("GET", path)).Status);
    }

    [Fact]
    public async Task List_inPages_allOnceById()
    {
        var many = await JobAsync("sched-list");
        foreach (var id in new[] { "c", "a", "e", "b", "d" })
        {
            await host.SendAsync("PUT", $"{many}/{id}", Daily);
        }

        var ids = new List<string>();
        string? continuation = null;
        do
        {
            var page = await host.SendAsync(
                "GET", many + "?limit=2" + (continuation is null ? "" : "&continuation=" + Uri.EscapeDataString(continuation)));
            Assert.Equal(200, page.Status);
            ids.AddRange(page.Json["items"]!.AsArray().Select(schedule => schedule!["id"]!.GetValue<string>()));
            continuation = page["continuation"];
        }
        while (continuation is not null);

        Assert.Equal(["a", "b", "c", "d", "e"], ids);
    }

    [Fact]
    public async Task Status_ofAJobWithASchedule_namesTheNextFire()
    {
        var made = await host.SendAsync("PUT", await JobAsync("sched-status") + "/daily", Daily);
        var status = await host.SendAsync("GET", "/api/v1/jobs/sched-status/status");
        Assert.Equal(("scheduled", made["nextFireAt"]), (status["status"], status["nextFireAt"]));
    }

    /// <summary>Makes a job; the path of its schedules.</summary>
    private async Task<string> JobAsync(string id)
    {
        Assert.InRange((await host.SendAsync("PUT", $"/api/v1/jobs/{id}", Echo)).Status, 200, 201);
        return $"/api/v1/jobs/{id}/schedules";
    }
}
