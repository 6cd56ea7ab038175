using JobScheduler.Hosting.Settings;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.Standalone.Settings;
using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Configuration;

namespace JobScheduler.Processes.Tests.Parts;

public class UnknownKeysTests
{
    [Theory]
    [InlineData("""{ "Executon": { "Workers": 3 } }""", "Executon:Workers is not known; did you mean Execution:Workers?")]
    [InlineData("""{ "Jobs": { "Wrokers": 3 } }""", "Jobs:Wrokers is not known; known are Access, ")]
    [InlineData("""{ "Workers": 3 }""", "Workers is not known; did you mean Execution:Workers?")]
    [InlineData("""{ "Targetz": { "AllowedPrivateRanges": [ "::1/128" ] } }""", "did you mean Targets:AllowedPrivateRanges?")]
    [InlineData("""{ "Logging": { "Fiel": { "Path": "x" } } }""", "Logging:Fiel:Path is not known; did you mean Logging:File:Path?")]
    [InlineData("""{ "Acess": { "AdministratorKey": "x" } }""", "Acess:AdministratorKey is not known; did you mean Access:Adm")]
    [InlineData("""{ "Acess": { "Key": "x" } }""", "Acess:Key is not known; did you mean the section Access?")]
    [InlineData("""{ "Acess": "x" }""", "Acess is not known; did you mean the section Access?")]
    [InlineData("""{ "Acess": {} }""", "Acess is not known; did you mean the section Access?")]
    [InlineData("""{ "Exectuon": { "Wrokers": 3 } }""", "Exectuon:Wrokers is not known; did you mean Execution:Workers?")]
    [InlineData("""{ "AlowedHosts": "*" }""", "AlowedHosts is not known; did you mean AllowedHosts?")]
    public void Validate_of_a_file_names_what_is_unknown(string file, string says) =>
        Assert.Contains(says, Assert.Single(Faults(file, [])), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "Execution": { "Workers": 3 }, "urls": "http://127.0.0.1:0", "Storage": { "Folder": "x", "Kind": "sqlite" } }""")]
    [InlineData("""{ "Logging": { "LogLevel": { "Default": "Warning" }, "Console": { "LogLevel": { "A": "None" } } } }""")]
    [InlineData("""{ "Kestrel": { "Endpoints": { "A": { "Url": "x" } } }, "AllowedHosts": "*", "ConnectionStrings": { "a": "b" } }""")]
    [InlineData("""{ "$schema": "x", "DOTNET_ENVIRONMENT": "x", "JobStore": { "accountName": "x" }, "JobStorePrefix": "x" }""")]
    public void Validate_of_a_file_lets_through_what_is_known_here_or_to_the_framework(string file) => Assert.Empty(Faults(file, []));

    [Fact]
    public void Validate_of_the_environment_names_near_misses_and_nothing_else()
    {
        var faults = Faults(
            "{}",
            [
                ("Executon__Workers", "3"), ("Execution__Workers", "3"), ("Target__AllowedPrivateRanges__0", "::1/128"),
                ("JobStore__acountName", "x"), ("Exec__Workers", "3"), ("WORKERS", "3"), ("Somebody__Elses", "3"), ("Shard", "8"),
                ("Acess__AdministratorKey", "x"), ("Exectuon__Wrokers", "3"), ("Acess", "x"), ("Acess__Key", "x"), ("Access_Key", "x"),
                ("Stored__Procedure", "x"), ("Target__Hosts__0", "x"), ("Clock__In__Time", "x"),
            ]);

        Assert.Equal(
            [
                "Acess:AdministratorKey is not known; did you mean Access:AdministratorKey?",
                "Exectuon:Wrokers is not known; did you mean Execution:Workers?",
                "Executon:Workers is not known; did you mean Execution:Workers?",
                "JobStore:acountName is not known; did you mean JobStore:accountName?",
                "Target:AllowedPrivateRanges:0 is not known; did you mean Targets:AllowedPrivateRanges?",
            ],
            faults.Order(StringComparer.Ordinal));
    }

    private static List<string> Faults(string file, IReadOnlyList<(string Name, string Value)> environment)
    {
        using var folder = new TestFolder();
        File.WriteAllText(Path.Combine(folder.Path, "appsettings.json"), file);

        // A prefix of its own keeps apart what tests set at the same time.
        var prefix = Path.GetFileName(folder.Path);
        foreach (var (name, value) in environment)
        {
            Environment.SetEnvironmentVariable(prefix + name, value);
        }

        var configuration = new ConfigurationBuilder()
            .SetBasePath(folder.Path).AddJsonFile("appsettings.json").AddEnvironmentVariables(prefix).Build();
        KnownSection[] read = [new(null, "Execution", []), new(null, SqliteOptions.Section, [])];
        return [.. new UnknownKeys(configuration, read).Validate(null, new WholeConfiguration()).Failures ?? []];
    }
}
