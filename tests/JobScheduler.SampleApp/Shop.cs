using Microsoft.EntityFrameworkCore;

namespace Shop;

public sealed class Invoice
{
    public int Id { get; set; }

    public string? SentBy { get; set; }
}

public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
