using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using JobScheduler.FunctionsHost.Tests.Protocol;
using JobScheduler.FunctionsHost.Tests.Workers;

namespace JobScheduler.FunctionsHost.Tests.Hosting;

/// <summary>
/// Polls the queue of one function, as host.json says. A message whose invocation succeeds is deleted; another comes back, and after the
/// last time goes to the poison queue.
/// </summary>
internal sealed class QueueListener(string connection, string queue, HostJson settings, Func<string, QueueMessage, Task<Invocation>> invoke)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Quickest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(1);

    // Messages wait in a real account, in real time.
#pragma warning disable RS0030
    private static readonly TimeProvider Time = TimeProvider.System;
#pragma warning restore RS0030

    // A body that is not in the encoding must not end the listener; the host of production moves it to the poison queue.
    private readonly QueueClient _queue = new(connection, queue, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
    private readonly QueueClient _poison =
        new(connection, $"{queue}-poison", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });

    private int _inHand;

    /// <summary>Until it is cancelled; then what is in hand is left where it is, as when a host dies.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await _queue.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        var pause = Quickest;
        var work = new List<Task>();
        try
        {
            while (true)
            {
                var messages = Volatile.Read(ref _inHand) <= settings.Threshold
                    ? (await _queue.ReceiveMessagesAsync(settings.BatchSize, Lease, stopping)).Value
                    : [];
                Interlocked.Add(ref _inHand, messages.Length);
                work.AddRange(messages.Select(message => HandleAsync(message, stopping)));
                work.RemoveAll(task => task.IsCompletedSuccessfully);
                pause = messages.Length > 0 ? Quickest : pause * 2 < Slowest ? pause * 2 : Slowest;
                await Task.Delay(pause, Time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Task.WhenAll(work);
        }
    }

    private async Task HandleAsync(QueueMessage message, CancellationToken stopping)
    {
        try
        {
            if (Decode(message.Body) is not { } body)
            {
                await PoisonAsync(message);
            }
            else if (await InvokeAsync(body, message))
            {
                await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, CancellationToken.None);
            }
            else if (message.DequeueCount >= settings.MaxDequeueCount && !queue.EndsWith("-poison", StringComparison.Ordinal))
            {
                await PoisonAsync(message);
            }
            else if (!stopping.IsCancellationRequested)
            {
                await _queue.UpdateMessageAsync(
                    message.MessageId, message.PopReceipt, (BinaryData?)null, settings.RetryAfter, CancellationToken.None);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inHand);
        }
    }

    private async Task<bool> InvokeAsync(string body, QueueMessage message)
    {
        try
        {
            return (await invoke(body, message)).Succeeded;
        }
        catch (Exception failure) when (failure is WorkerGoneException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task PoisonAsync(QueueMessage message)
    {
        await _poison.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        await _poison.SendMessageAsync(message.Body, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: CancellationToken.None);
        await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, CancellationToken.None);
    }

    private string? Decode(BinaryData body)
    {
        if (settings.Encoding == QueueMessageEncoding.None)
        {
            return body.ToString();
        }

        var bytes = new byte[body.ToMemory().Length];
        return Convert.TryFromBase64String(body.ToString(), bytes, out var length)
            ? System.Text.Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }

    /// <summary>What the host says of a message beside its body.</summary>
    public static JsonObject Metadata(string queue, QueueMessage message)
    {
        JsonObject Json(object? value) => new() { ["json"] = System.Text.Json.JsonSerializer.Serialize(value) };
        return new()
        {
            ["QueueTrigger"] = new JsonObject { ["string"] = queue },
            ["Id"] = new JsonObject { ["string"] = message.MessageId },
            ["PopReceipt"] = new JsonObject { ["string"] = message.PopReceipt },
            ["DequeueCount"] = new JsonObject { ["string"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture) },
            ["InsertionTime"] = Json(message.InsertedOn),
            ["ExpirationTime"] = Json(message.ExpiresOn),
            ["NextVisibleTime"] = Json(message.NextVisibleOn),
        };
    }
}
