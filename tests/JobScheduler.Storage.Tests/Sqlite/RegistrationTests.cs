using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JobScheduler.Storage.Tests;

public sealed class RegistrationTests : SqliteTests
{
    [Fact]
    public async Task AddSqliteStorage_gives_a_storage_that_the_container_closes()
    {
        await using (var provider = Services(options => options.Folder = Folder))
        {
            var storage = provider.GetRequiredService<IStorage>();
            await storage.PrepareAsync(Cancellation);
            await storage.Tables.CommitAsync("1", [RowOperation.Insert("a", Number(1))], Cancellation);
        }

        await using var again = await OpenAsync();
        Assert.NotNull(await again.Tables.GetAsync("1", "a", Cancellation));
    }

    [Fact]
    public async Task Invalid_options_are_refused_with_every_error()
    {
        await using var provider = Services(options => (options.Folder, options.MaxMegabytes) = ("", 0));

        var refusal = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStorage>);

        Assert.Contains(refusal.Failures, failure => failure.Contains(nameof(SqliteOptions.Folder), StringComparison.Ordinal));
        Assert.Contains(refusal.Failures, failure => failure.Contains(nameof(SqliteOptions.MaxMegabytes), StringComparison.Ordinal));
    }

    private ServiceProvider Services(Action<SqliteOptions> configure) =>
        new ServiceCollection().AddSingleton<TimeProvider>(Time).AddSqliteStorage(configure).BuildServiceProvider();
}
