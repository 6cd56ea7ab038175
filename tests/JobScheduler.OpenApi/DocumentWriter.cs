using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.OpenApi;

namespace JobScheduler.OpenApi;

/// <summary>
/// Writes the OpenAPI document from the table of routes. It is shipped as a file, because the Functions head cannot make it at run
/// time.
/// </summary>
public static class DocumentWriter
{
    private const string Name = "v1";

    private static readonly JsonSerializerOptions Layout =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole document, as it is to be shipped.</summary>
    public static async Task<string> WriteAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolver = JsonTypeInfoResolver.Combine(WireJson.Default, new DefaultJsonTypeInfoResolver());
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            foreach (var converter in WireJson.Default.Options.Converters)
            {
                options.SerializerOptions.Converters.Add(converter);
            }
        });
        builder.Services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = SchemaNames.Of;
            options.AddSchemaTransformer(SchemaTexts.ApplyAsync);
            options.AddOperationTransformer(OperationTexts.ApplyAsync);
            options.AddDocumentTransformer(DocumentTexts.ApplyAsync);
        });
        await using var app = builder.Build();
        foreach (var route in ApiRoutes.All.Where(route => route.Description is not null))
        {
            Describe(app, route, route.Description!);
        }

        await app.StartAsync(cancellation);
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name)
            .GetOpenApiDocumentAsync(cancellation);
        await using var text = new StringWriter { NewLine = "\n" };
        document.SerializeAs(OpenApiSpecVersion.OpenApi3_1, new OpenApiJsonWriter(text));
        var written = JsonNode.Parse(text.ToString())!.AsObject();
        ContractTexts.Apply(written, SchemaNames.Types, ApiRoutes.All);
        return written.ToJsonString(Layout).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>The file that is shipped, where it was when this was built.</summary>
    public static string ShippedPath([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../src/JobScheduler.Api/openapi.json"));

    private static void Describe(WebApplication app, ApiRoute route, RouteDescription description)
    {
        var builder = app.MapMethods(route.Pattern, [route.Method], (Delegate)((HttpContext context) => Task.CompletedTask))
            .WithMetadata(route).WithTags(description.Tag).WithSummary(description.Summary);
        if (description.Details is not null)
        {
            builder.WithDescription(description.Details);
        }

        if (description.Body is not null)
        {
            builder.Accepts(description.Body.Type, description.BodyOptional, description.BodyType);
        }

        foreach (var answer in description.Answers)
        {
            builder.Produces(answer.Status, answer.Contract, answer.Contract is null ? null : answer.ContentType);
        }
    }
}
