namespace Curate.Parquet.Tests.Compression;

/// <summary>A theory that is skipped where the system has no libzstd to compare with.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZstdTheoryAttribute : TheoryAttribute
{
    public ZstdTheoryAttribute() => Skip = NativeZstd.IsPresent ? null : "libzstd is not installed.";
}
