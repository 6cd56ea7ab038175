using JobScheduler.TestKit;

namespace JobScheduler.Storage.Tests;

public sealed class AzuriteRequestsTests
{
    [Theory]
    [InlineData("POST", "/devstoreaccount1/$batch", 202, "table commit")]
    [InlineData("PUT", "/devstoreaccount1/jobs(PartitionKey='00',RowKey='L')", 204, "table commit")]
    [InlineData("GET", "/devstoreaccount1/jobs(PartitionKey='00',RowKey='L')?$format=x", 200, "table read")]
    [InlineData("GET", "/devstoreaccount1/jobs()?$filter=x", 200, "table read")]
    [InlineData("POST", "/devstoreaccount1/jobs", 201, "table commit")]
    [InlineData("POST", "/devstoreaccount1/jobs-runs-high/messages?messagettl=-1", 201, "queue send")]
    [InlineData("GET", "/devstoreaccount1/jobs-runs-high/messages?numofmessages=32", 200, "queue receive")]
    [InlineData("GET", "/devstoreaccount1/jobs-runs-high/messages?peekonly=true", 200, "queue peek")]
    [InlineData("PUT", "/devstoreaccount1/jobs-runs-high/messages/1?popreceipt=x", 204, "queue extend")]
    [InlineData("DELETE", "/devstoreaccount1/jobs-runs-high/messages/1?popreceipt=x", 204, "queue delete")]
    [InlineData("GET", "/devstoreaccount1/jobs-runs-high?comp=metadata", 200, "queue count")]
    [InlineData("PUT", "/devstoreaccount1/jobs-blobs/logs/1", 201, "blob")]
    public void KindOf_request_tells_what_is_billed(string method, string path, int status, string kind) =>
        Assert.Equal(kind, AzuriteRequests.KindOf($"127.0.0.1 - - [24/Nov/2026:10:40:00 +0000] \"{method} {path} HTTP/1.1\" {status} -"));

    [Fact]
    public void KindOf_other_line_is_null() =>
        Assert.Null(AzuriteRequests.KindOf("Azurite Table service successfully listens on http://127.0.0.1:10002"));
}
