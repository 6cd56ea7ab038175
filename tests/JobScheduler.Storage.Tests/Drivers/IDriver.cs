namespace JobScheduler.Storage.Tests;

/// <summary>What the conformance suite asks of a driver: a fresh, prepared storage, and a way to let time pass.</summary>
public interface IDriver : IAsyncDisposable
{
    IStorage Storage { get; }

    /// <summary>The driver's clock; tests compare with it and never with the machine's.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Whether the size of the row that a merge makes is looked at. The emulator does not, where the service does.</summary>
    bool ChecksMergedRows => true;

    /// <summary>Called once before the first test.</summary>
    ValueTask StartAsync();

    /// <summary>Lets the time pass, by moving a clock or by waiting.</summary>
    ValueTask PassAsync(TimeSpan time);
}
