using System.Runtime.InteropServices;

namespace Curate.Benchmarks;

/// <summary>The one-shot calls of the reference libraries, where the system has them; null where not.</summary>
internal static unsafe class CodecPeers
{
    public static CodecPeer? Snappy()
    {
        if (!NativeLibrary.TryLoad("libsnappy.so.1", out nint library))
        {
            return null;
        }

        var compress = (delegate* unmanaged[Cdecl]<byte*, nuint, byte*, nuint*, int>)NativeLibrary.GetExport(library, "snappy_compress");
        var decompress = (delegate* unmanaged[Cdecl]<byte*, nuint, byte*, nuint*, int>)NativeLibrary.GetExport(library, "snappy_uncompress");
        return new(
            (source, target) =>
            {
                fixed (byte* from = source)
                fixed (byte* to = target)
                {
                    nuint length = (nuint)target.Length;
                    return compress(from, (nuint)source.Length, to, &length) == 0 ? (int)length : -1;
                }
            },
            (source, target) =>
            {
                fixed (byte* from = source)
                fixed (byte* to = target)
                {
                    nuint length = (nuint)target.Length;
                    return decompress(from, (nuint)source.Length, to, &length) == 0 ? (int)length : -1;
                }
            });
    }

    public static CodecPeer? Lz4()
    {
        if (!NativeLibrary.TryLoad("liblz4.so.1", out nint library))
        {
            return null;
        }

        var compress = (delegate* unmanaged[Cdecl]<byte*, byte*, int, int, int>)NativeLibrary.GetExport(library, "LZ4_compress_default");
        var decompress = (delegate* unmanaged[Cdecl]<byte*, byte*, int, int, int>)NativeLibrary.GetExport(library, "LZ4_decompress_safe");
        return new(
            (source, target) =>
            {
                fixed (byte* from = source)
                fixed (byte* to = target)
                {
                    return compress(from, to, source.Length, target.Length);
                }
            },
            (source, target) =>
            {
                fixed (byte* from = source)
                fixed (byte* to = target)
                {
                    return decompress(from, to, source.Length, target.Length);
                }
            });
    }
}
