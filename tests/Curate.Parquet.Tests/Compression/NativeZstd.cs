using System.Runtime.InteropServices;

namespace Curate.Parquet.Tests.Compression;

/// <summary>The system's libzstd with all its parameters, as the model of the managed decoder.</summary>
internal static unsafe class NativeZstd
{
    public const int Level = 100;
    public const int WindowLog = 101;
    public const int MinMatch = 105;
    public const int Strategy = 107;
    public const int LongDistance = 160;
    public const int ContentSize = 200;
    public const int Checksum = 201;

    private static readonly nint s_library = Load();

    public static bool IsPresent => s_library != 0;

    /// <summary>One frame with these parameters (number, value).</summary>
    public static byte[] Compress(byte[] content, params (int Parameter, int Value)[] parameters)
    {
        var create = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(s_library, "ZSTD_createCCtx");
        var free = (delegate* unmanaged[Cdecl]<nint, nuint>)NativeLibrary.GetExport(s_library, "ZSTD_freeCCtx");
        var set = (delegate* unmanaged[Cdecl]<nint, int, int, nuint>)NativeLibrary.GetExport(s_library, "ZSTD_CCtx_setParameter");
        var compress = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, nuint, nuint>)NativeLibrary.GetExport(s_library, "ZSTD_compress2");
        var isError = (delegate* unmanaged[Cdecl]<nuint, uint>)NativeLibrary.GetExport(s_library, "ZSTD_isError");
        nint context = create();
        try
        {
            foreach ((int parameter, int value) in parameters)
            {
                Assert.Equal(0u, isError(set(context, parameter, value)));
            }

            byte[] room = new byte[content.Length + content.Length / 64 + 1024];
            fixed (byte* from = content)
            fixed (byte* to = room)
            {
                nuint written = compress(context, to, (nuint)room.Length, from, (nuint)content.Length);
                Assert.Equal(0u, isError(written));
                return room[..(int)written];
            }
        }
        finally
        {
            free(context);
        }
    }

    private static nint Load() =>
        NativeLibrary.TryLoad("libzstd.so.1", out nint library) || NativeLibrary.TryLoad("libzstd.1.dylib", out library)
            || NativeLibrary.TryLoad("libzstd.dll", out library) ? library : 0;
}
