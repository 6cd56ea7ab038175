using JobScheduler.Api.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace JobScheduler.OpenApi;

/// <summary>What the document says as a whole.</summary>
internal static class DocumentTexts
{
    public const string Bearer = "bearer";
    public const string ApiKey = "apiKey";
    public const string CompletionToken = "completionToken";

    public static Task ApplyAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "JobScheduler",
            Version = "v1",
            Description =
                "Hand it work, and it runs that work on time, with retries, and can always say what happened and why. "
                + "Times are RFC 3339, answered in UTC with milliseconds; durations are texts such as 250ms or 1h30m. "
                + "Errors are problem details (RFC 9457) that name every refused field at once. "
                + "Unknown members and parameters are refused. "
                + "With ?pretty, on any route, JSON is indented.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.Parameters = new Dictionary<string, IOpenApiParameter>
        {
            [PrettyQuery.Parameter.Name] = OperationTexts.ParameterOf(PrettyQuery.Parameter, ParameterLocation.Query),
        };
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "Authorization: Bearer, with the administrator's key or a completion token.",
            },
            [ApiKey] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "The administrator's key.",
            },
            [CompletionToken] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = AccessGate.TokenHeader,
                Description = "The completion token of an attempt, in the header in which the target received it.",
            },
        };
        return Task.CompletedTask;
    }
}
