using System.Net;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Faults;

public class FullDiskTests
{
    [Fact(Timeout = Patience.Hang)]
    public async Task Submit_to_a_full_disk_is_refused_and_possible_again_with_more_room()
    {
        using var folder = new TestFolder();
        var accepted = new List<string>();
        var item = $$"""{ "target": { "type": "handler", "name": "echo" }, "input": "{{new string('x', 5000)}}", "after": "1h" }""";
        await using (var small = await StandaloneProcess.StartAsync(folder, "--Storage:MaxMegabytes", "4"))
        {
            HttpStatusCode status;
            do
            {
                using var response = await small.Api.SendAsync(HttpMethod.Post, "/api/v1/runs", item);
                status = response.StatusCode;
                if (status == HttpStatusCode.Accepted)
                {
                    var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    accepted.Add(System.Text.Json.Nodes.JsonNode.Parse(text)!.Text("id")!);
                }
                else
                {
                    Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
                    Assert.NotNull(response.Headers.RetryAfter);
                }
            }
            while (status == HttpStatusCode.Accepted);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            await small.Api.GetAsync($"/api/v1/runs/{accepted[0]}");
            Assert.Equal(0, (await small.StopAsync()).Code);
        }

        await using var large = await StandaloneProcess.StartAsync(folder, "--Storage:MaxMegabytes", "100");

        await large.Api.PostAsync("/api/v1/runs", item);
        foreach (var run in accepted)
        {
            Assert.Equal("scheduled", (await large.Api.GetAsync($"/api/v1/runs/{run}")).Text("state"));
        }
    }
}
