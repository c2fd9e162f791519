using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Curate.Core.Hashing;

/// <summary>
/// SHA-256 (FIPS 180-4). The system's library does it where there is one, which on most processors is several times as fast; on a Linux without OpenSSL, where
/// asking the framework for a hash ends the process, code of our own does.
/// </summary>
public sealed class Sha256 : IDisposable
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    // Under which the framework looks for it.
    private static readonly string[] s_libraries = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];
    private static readonly Lazy<bool> s_hasSystem = new(static () => !OperatingSystem.IsLinux() || s_libraries.Any(static name => NativeLibrary.TryLoad(name, out _)));

    private readonly IncrementalHash? _system;
    private readonly Sha256Blocks? _own;

    public Sha256()
        : this(s_hasSystem.Value)
    {
    }

    internal Sha256(bool system)
    {
        _system = system ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        _own = system ? null : new Sha256Blocks();
    }

    /// <summary>The hash of some bytes.</summary>
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        using var hash = new Sha256();
        hash.Append(bytes);
        return hash.Finish();
    }

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _system?.AppendData(bytes);
        _own?.Append(bytes);
    }

    /// <summary>The hash of all bytes, once.</summary>
    public byte[] Finish() => _system?.GetHashAndReset() ?? _own!.Finish();

    public void Dispose() => _system?.Dispose();
}
