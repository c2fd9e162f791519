using System.Security.Cryptography;
using System.Text;

namespace Curate.Core.Tests.Laws;

/// <summary>
/// Digests of what runs gave, kept in a folder that an environment variable names: the first process writes them, and later ones, with part of the processor switched
/// off, must come to the same. Without the variable nothing is kept.
/// </summary>
internal static class BytesOnRecord
{
    private const string Variable = "CURATE_LAW_DIGESTS";

    public static void Check(string run, byte[] bytes)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder)
        {
            return;
        }

        string digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string file = Path.Combine(Directory.CreateDirectory(folder).FullName, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run)).AsSpan(0, 16)));
        if (File.Exists(file))
        {
            Assert.True(File.ReadAllText(file) == digest, $"{run}: another processor gave other bytes");
        }
        else
        {
            File.WriteAllText(file, digest);
        }
    }
}
