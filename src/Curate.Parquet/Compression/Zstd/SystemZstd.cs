using System.Runtime.InteropServices;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>The one-shot functions of the system's Zstandard library, bound when they are first needed.</summary>
internal sealed unsafe class SystemZstd
{
    private static readonly Lazy<SystemZstd?> s_library = new(() => TryLoad(ZstdLibrary.Names));

    private readonly delegate* unmanaged[Cdecl]<byte*, nuint, byte*, nuint, nuint> _decompress;
    private readonly delegate* unmanaged[Cdecl]<byte*, nuint, byte*, nuint, int, nuint> _compress;
    private readonly delegate* unmanaged[Cdecl]<nuint, uint> _isError;

    private SystemZstd(nint library)
    {
        _decompress = (delegate* unmanaged[Cdecl]<byte*, nuint, byte*, nuint, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompress");
        _compress = (delegate* unmanaged[Cdecl]<byte*, nuint, byte*, nuint, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_compress");
        _isError = (delegate* unmanaged[Cdecl]<nuint, uint>)NativeLibrary.GetExport(library, "ZSTD_isError");
    }

    /// <summary>The library, or null where it is not installed.</summary>
    public static SystemZstd? Library => s_library.Value;

    internal static SystemZstd? TryLoad(IReadOnlyList<string> names) => ZstdLibrary.Bind(names, library => new SystemZstd(library));

    /// <summary>The bound that the library documents for its one-shot compression, rounded up.</summary>
    public static long MaxCompressedLength(int length) => length + (length >> 8) + 1024L;

    /// <summary>True when the source decompresses to exactly the destination.</summary>
    public bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            nuint written = _decompress(to, (nuint)destination.Length, from, (nuint)source.Length);
            return _isError(written) == 0 && written == (nuint)destination.Length;
        }
    }

    public int Compress(int level, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            nuint written = _compress(to, (nuint)destination.Length, from, (nuint)source.Length, level);
            return _isError(written) == 0 ? (int)written : throw new InvalidOperationException("The Zstandard library cannot compress a page.");
        }
    }
}
