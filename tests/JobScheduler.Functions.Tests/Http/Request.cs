using Microsoft.AspNetCore.Http;

namespace JobScheduler.Functions.Tests.Http;

/// <summary>Requests as the worker hands them over.</summary>
internal static class Request
{
    public static DefaultHttpContext To(string method, string path, IServiceProvider services) => new()
    {
        Request = { Method = method, Path = path },
        Response = { Body = new MemoryStream() },
        RequestServices = services,
    };
}
