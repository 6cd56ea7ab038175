using System.Text;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Api.Tests.Hosting;

/// <summary>The API on a free loopback port, over storage in memory, with clock and pumps running, as a head composes it.</summary>
public sealed class TestHost : IAsyncLifetime
{
    public const string Key = "k-o3f-0Spn58Ak-uKxz-YMUg-VxEwuLA9f";

    private ApiHost? _host;

    /// <summary>Sends the administrator's key.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Sends no credentials.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public IServiceProvider Services => _host!.Services;

    /// <summary>The storage, which can be told to fail.</summary>
    public FailingStorage Storage { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartAsync(Key, time => Storage = new FailingStorage(new MemoryStorage(time)));
        var address = _host.Address;
        Anonymous = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        Client = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { { "X-Api-Key", Key } } };
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        Anonymous?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    /// <summary>Sends JSON with the administrator's key.</summary>
    public async Task<Answer> SendAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    /// <summary>Reads until the condition holds; each read is a request, and the test's own limit ends it.</summary>
    public async Task<Answer> UntilAsync(string path, Func<Answer, bool> condition)
    {
        var time = Services.GetRequiredService<TimeProvider>();
        while (true)
        {
            var answer = await SendAsync("GET", path);
            if (condition(answer))
            {
                return answer;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, TestContext.Current.CancellationToken);
        }
    }
}
