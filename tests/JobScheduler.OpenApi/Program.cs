using JobScheduler.OpenApi;

// Compares src/JobScheduler.Api/openapi.json with what the routes say, or writes it anew with --write.
if (args is not ([] or ["--write"]))
{
    await Console.Error.WriteLineAsync("usage: dotnet run --project tests/JobScheduler.OpenApi [-- --write]");
    return 2;
}

var path = DocumentWriter.ShippedPath();
var made = await DocumentWriter.WriteAsync(CancellationToken.None);
var shipped = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
if (made == shipped)
{
    Console.WriteLine($"{path} is what the routes say.");
    return 0;
}

if (args is ["--write"])
{
    await File.WriteAllTextAsync(path, made);
    Console.WriteLine($"{path} is written.");
    return 0;
}

Console.WriteLine($"{path} is not what the routes say (write it with --write):");
Console.Write(Difference.Between(shipped, made));
return 1;
