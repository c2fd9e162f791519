using System.Runtime.InteropServices;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>Where the system's Zstandard library is found.</summary>
public static class ZstdLibrary
{
    /// <summary>The names under which the library is looked for, the first that loads is taken.</summary>
    public static IReadOnlyList<string> Names =>
        OperatingSystem.IsWindows() ? ["libzstd.dll", "zstd.dll"]
        : OperatingSystem.IsMacOS() ? ["libzstd.1.dylib", "libzstd.dylib", "/opt/homebrew/lib/libzstd.dylib", "/usr/local/lib/libzstd.dylib"]
        : ["libzstd.so.1", "libzstd.so"];

    /// <summary>
    /// What <paramref name="bind"/> makes of the first library that loads and has every function that it asks for (else it throws
    /// <see cref="EntryPointNotFoundException"/>, as for a version that is too old); null when there is none.
    /// </summary>
    public static T? Bind<T>(IReadOnlyList<string> names, Func<nint, T> bind)
        where T : class
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                try
                {
                    return bind(library);
                }
                catch (EntryPointNotFoundException)
                {
                    NativeLibrary.Free(library);
                }
            }
        }

        return null;
    }
}
