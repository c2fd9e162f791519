using System.Runtime.InteropServices;
using Curate.Core.Errors;
using Curate.Parquet.Compression.Zstd;

namespace Curate.Formats.Files;

/// <summary>The functions of the system's Zstandard library, bound when it is first needed.</summary>
internal sealed unsafe class Zstandard
{
    /// <summary>Compression level of what we write.</summary>
    public const int Level = 3;

    public const int LevelParameter = 100;
    public const int ChecksumParameter = 201;
    public const int Continue = 0;
    public const int End = 2;

    private static readonly Lazy<Zstandard?> s_system = new(() => TryLoad(ZstdLibrary.Names));

    public readonly delegate* unmanaged[Cdecl]<nint> CreateDecoder;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint> FreeDecoder;
    public readonly delegate* unmanaged[Cdecl]<nint, Block*, Block*, nuint> Decode;
    public readonly delegate* unmanaged[Cdecl]<nint> CreateEncoder;
    public readonly delegate* unmanaged[Cdecl]<nint, nuint> FreeEncoder;
    public readonly delegate* unmanaged[Cdecl]<nint, int, int, nuint> SetParameter;
    public readonly delegate* unmanaged[Cdecl]<nint, Block*, Block*, int, nuint> Encode;
    private readonly delegate* unmanaged[Cdecl]<nuint, uint> _isError;
    private readonly delegate* unmanaged[Cdecl]<nuint, byte*> _errorName;

    private Zstandard(nint library)
    {
        CreateDecoder = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "ZSTD_createDCtx");
        FreeDecoder = (delegate* unmanaged[Cdecl]<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeDCtx");
        Decode = (delegate* unmanaged[Cdecl]<nint, Block*, Block*, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressStream");
        CreateEncoder = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "ZSTD_createCCtx");
        FreeEncoder = (delegate* unmanaged[Cdecl]<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeCCtx");
        SetParameter = (delegate* unmanaged[Cdecl]<nint, int, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_CCtx_setParameter");
        Encode = (delegate* unmanaged[Cdecl]<nint, Block*, Block*, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_compressStream2");
        _isError = (delegate* unmanaged[Cdecl]<nuint, uint>)NativeLibrary.GetExport(library, "ZSTD_isError");
        _errorName = (delegate* unmanaged[Cdecl]<nuint, byte*>)NativeLibrary.GetExport(library, "ZSTD_getErrorName");
    }

    /// <summary>True when the library is installed.</summary>
    public static bool IsPresent => s_system.Value is not null;

    /// <summary>The library, or a failure that says how to get it.</summary>
    public static Zstandard For(string name, ErrorCode code) => Require(s_system.Value, name, code);

    internal static Zstandard Require(Zstandard? library, string name, ErrorCode code) => library ?? throw new CurateException(code,
        $"'{name}' needs Zstandard compression, and the system's libzstd cannot be loaded.",
        "Install it (Debian and Ubuntu: libzstd1; Fedora: libzstd; macOS: brew install zstd; Windows: libzstd.dll on the PATH), or use .gz.");

    // The streaming calls exist in their present form since 1.4.
    internal static Zstandard? TryLoad(IReadOnlyList<string> names) => ZstdLibrary.Bind(names, library => new Zstandard(library));

    public bool IsError(nuint result) => _isError(result) != 0;

    public string ErrorName(nuint result) => Marshal.PtrToStringUTF8((nint)_errorName(result)) ?? "unknown error";

    /// <summary>Input or output of one call, as the library lays it out.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Block(byte* bytes, nuint size)
    {
        public byte* Bytes = bytes;
        public nuint Size = size;
        public nuint At;
    }
}
