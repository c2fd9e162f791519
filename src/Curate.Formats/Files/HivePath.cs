using System.Buffers;
using System.Text;

namespace Curate.Formats.Files;

/// <summary>Folder names of the form <c>key=value</c>, percent-encoded where a file system or a path would misread them.</summary>
internal static class HivePath
{
    /// <summary>The value that stands for a null.</summary>
    public const string Null = "__HIVE_DEFAULT_PARTITION__";

    private static readonly SearchValues<byte> s_unsafe = SearchValues.Create("\"#%'*/:<=>?\\{|}[]^"u8);

    /// <summary>The key and value of one folder name; false where it has no key.</summary>
    public static bool TryParse(string folder, out KeyValuePair<string, string?> pair)
    {
        int equals = folder.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            pair = default;
            return false;
        }

        string value = folder[(equals + 1)..];
        pair = new(Decode(folder[..equals]), value == Null ? null : Decode(value));
        return true;
    }

    /// <summary>
    /// The folder name of a key and a value (null = null). Control bytes, the characters that paths, shells and Windows reserve, a
    /// leading dot and trailing dots and blanks are encoded; letters of any language stay. An empty value gives <c>key=</c>.
    /// </summary>
    public static string Folder(string key, ReadOnlySpan<byte> value, bool isNull) =>
        Encode(Encoding.UTF8.GetBytes(key)) + "=" + (isNull ? Null : Encode(value));

    private static string Encode(ReadOnlySpan<byte> text)
    {
        var encoded = new ArrayBufferWriter<byte>(text.Length + 8);
        int plainEnd = text.Length;
        while (plainEnd > 0 && text[plainEnd - 1] is (byte)'.' or (byte)' ')
        {
            plainEnd--;
        }

        for (int i = 0; i < text.Length; i++)
        {
            byte b = text[i];
            if (b < 0x20 || b == 0x7F || s_unsafe.Contains(b) || (b == '.' && i == 0) || i >= plainEnd)
            {
                encoded.Write([(byte)'%', Digit(b >> 4), Digit(b & 15)]);
            }
            else
            {
                encoded.Write([b]);
            }
        }

        return Encoding.UTF8.GetString(encoded.WrittenSpan);
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    private static string Decode(string text) => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;
}
