namespace Curate.Parquet.Tests.Compression;

/// <summary>A fact that is skipped where the system has no libzstd to compare with.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZstdFactAttribute : FactAttribute
{
    public ZstdFactAttribute() => Skip = NativeZstd.IsPresent ? null : "libzstd is not installed.";
}
