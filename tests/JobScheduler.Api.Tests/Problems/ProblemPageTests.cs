using System.Net.Http.Headers;
using JobScheduler.Api.Http;
using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Problems;

[Collection(HostCollection.Name)]
public sealed class ProblemPageTests(TestHost host)
{
    public static TheoryData<string> Names => [.. ProblemKind.All.Select(kind => kind.Name)];

    [Fact]
    public void Every_kind_of_error_is_listed_and_has_its_text()
    {
        var kinds = typeof(ProblemKind).GetFields().Select(field => field.GetValue(null)).OfType<ProblemKind>().ToList();

        Assert.Equal(kinds.OrderBy(kind => kind.Status), ProblemKind.All);
        Assert.Equal(kinds.ToHashSet(), ProblemText.All.Keys.ToHashSet());
        Assert.All(ProblemText.All.Values, text =>
        {
            Assert.NotEmpty(text.Causes);
            Assert.NotEmpty(text.WhatToDo);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Type_of_an_error_leads_to_a_page_for_everybody(string name)
    {
        var kind = ProblemKind.All.Single(kind => kind.Name == name);

        var page = await GetAsync(kind.Type, "text/html,application/xhtml+xml,*/*;q=0.8");

        Assert.Equal((200, "text/html"), (page.Status, page.ContentType));
        foreach (var text in (string[])[kind.Title, $"{kind.Status}", kind.Type, .. ProblemText.All[kind].WhatToDo])
        {
            Assert.Contains(System.Net.WebUtility.HtmlEncode(text), page.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<script", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page.Text, StringComparison.Ordinal);
        Assert.Equal("Accept", page.Headers["Vary"]);
        Assert.Equal(304, (await GetAsync(kind.Type, "text/html", page.ETag)).Status);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Type_of_an_error_leads_to_json_for_programs(string name)
    {
        var kind = ProblemKind.All.Single(kind => kind.Name == name);

        var about = await GetAsync(kind.Type, "application/json");

        Assert.Equal("application/json", about.ContentType);
        Assert.Equal((kind.Type, kind.Title), (about["type"], about["title"]));
        Assert.Equal(kind.Status, about.Json["status"]!.GetValue<int>());
        Assert.Equal(kind.Type, about.Json["example"]!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task All_errors_are_listed_as_page_and_as_json()
    {
        var page = await GetAsync("/problems", null);
        var list = await GetAsync("/problems", "application/problem+json");

        Assert.Equal("text/html", page.ContentType);
        Assert.All(ProblemKind.All, kind => Assert.Contains($"href=\"{kind.Type}\"", page.Text, StringComparison.Ordinal));
        Assert.Equal(
            ProblemKind.All.Select(kind => kind.Type), list.Json["items"]!.AsArray().Select(item => item!["type"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Unknown_error_404_of_which_the_type_can_be_read()
    {
        var answer = await GetAsync("/problems/nothing", null);

        Assert.Equal(404, answer.Status);
        Assert.Equal(200, (await GetAsync(answer["type"]!, null)).Status);
    }

    private async Task<Answer> GetAsync(string path, string? accept, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Accept", accept));
        }

        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(known));
        }

        using var response = await host.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }
}
