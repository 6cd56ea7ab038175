using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using JobScheduler.Runs;
using JobScheduler.Targets.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Benchmarks;

/// <summary>
/// 500 runs call a target that never answers, with priority <c>normal</c>; how long until a run of <c>high</c> starts, and one of
/// <c>normal</c> at another target has ended? Over real connections on loopback.
/// </summary>
internal static class HangingTargets
{
    private const int Echoes = 20;

    private static readonly Caller Bench = new("bench", "bench");

    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    public static async Task<IReadOnlyList<Figure>> RunAsync(int runs)
    {
        runs = runs > 0 ? runs : 500;
        using var folder = new TempFolder();
        using var stopping = new CancellationTokenSource();
        using var hanging = Listen();
        using var answering = Listen();

        // Kept, as a connection that nobody knows is closed.
        var kept = new ConcurrentBag<TcpClient>();
        var serving = Task.WhenAll(
            AcceptAsync(hanging, kept.Add, stopping.Token),
            AcceptAsync(answering, connection => _ = AnswerAsync(connection, stopping.Token), stopping.Token));
        var handler = new CountingHandler();
        await using (var arm = await Arm.OpenAsync(
            folder.Path,
            20,
            handler,
            count: false,
            services => services.Configure<TargetOptions>(options => options.AllowedPrivateRanges.Add("127.0.0.0/8"))))
        {
            arm.Start();
            var intake = arm.Get<RunIntake>();
            await intake.AcceptManyAsync(Bench, [.. Enumerable.Repeat(To(hanging), runs)], CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(3));
            var calls = new List<double>();
            for (var i = 0; i < Echoes; i++)
            {
                await intake.AcceptAsync(
                    Bench,
                    new RunRequest { Target = new HandlerTarget { Name = "bench" }, Priority = Priority.High },
                    CancellationToken.None);
                var (seconds, _) = await Measure.AsyncOf(() => CallAsync(arm, To(answering)));
                calls.Add(seconds * 1000);
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }

            var late = handler.Lateness;
            calls.Sort();
            await stopping.CancelAsync();
            await serving;
            return
            [
                new Figure("calls that hang", kept.Count),
                new Figure("high handler started", late.Length),
                new Figure("high handler, p50 ms to its start", Measure.Percentile(late, 0.5)),
                new Figure("high handler, max ms to its start", late[^1]),
                new Figure("normal call elsewhere, p50 ms to its end", Measure.Percentile([.. calls], 0.5)),
                new Figure("normal call elsewhere, max ms to its end", calls[^1]),
            ];
        }
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static RunRequest To(TcpListener listener) => new()
    {
        Target = new HttpTarget { Url = $"http://{listener.LocalEndpoint}/" },
        Timeouts = new Timeouts { Run = TimeSpan.FromMinutes(10) },
    };

    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    private static async Task CallAsync(Arm arm, RunRequest request)
    {
        var run = await arm.Get<RunIntake>().AcceptAsync(Bench, request, CancellationToken.None);
        while (!(await arm.Get<RunReader>().GetAsync(Bench.Tenant, run.Run.Id, CancellationToken.None)).State.IsTerminal())
        {
            await Task.Delay(2);
        }
    }

    private static async Task AcceptAsync(TcpListener listener, Action<TcpClient> accepted, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                accepted(await listener.AcceptTcpClientAsync(stopping));
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private static async Task AnswerAsync(TcpClient connection, CancellationToken stopping)
    {
        var answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using (connection)
        {
            var stream = connection.GetStream();
            _ = await stream.ReadAsync(new byte[8192], stopping);
            await stream.WriteAsync(answer, stopping);
        }
    }
}
