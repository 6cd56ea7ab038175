using JobScheduler;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public sealed record SendRequest(int Limit);

public sealed record SendReport(int Sent);

public sealed class SendInvoices(ShopContext shop, ILogger<SendInvoices> log) : IJobHandler<SendRequest, SendReport>
{
    public async Task<SendReport> HandleAsync(SendRequest request, JobContext job, CancellationToken cancellation)
    {
        var sent = job.State<int>();                              // what the attempt before this one saved
        var unsent = shop.Invoices.Where(invoice => invoice.SentBy == null).OrderBy(invoice => invoice.Id);
        foreach (var invoice in await unsent.Take(request.Limit - sent).ToListAsync(cancellation))
        {
            job.Stopping.ThrowIfCancellationRequested();          // the process stops: the run is handed back, and not a failure
            invoice.SentBy = job.RunId;
            await shop.SaveChangesAsync(cancellation);
            await job.SaveAsync(++sent, progress: (double)sent / request.Limit);
            log.LogInformation("invoice {Invoice} sent", invoice.Id);      // is in the run's log
        }

        return new SendReport(sent);
    }
}
