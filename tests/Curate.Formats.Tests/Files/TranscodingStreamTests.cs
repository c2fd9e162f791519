using System.Text;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class TranscodingStreamTests
{
    private const string Sample = "name,größe\n日本語,€ 5\n😀 smile,\u0001\n";

    private static string Decode(byte[] bytes, string? encoding = null, int most = int.MaxValue, int read = 4096) =>
        Streams.Text(InputDecoding.Decode(new DribblingStream(bytes, most), "input", encoding), read);

    [Theory]
    [InlineData("utf-16le", 1, 4096)]
    [InlineData("utf-16le", 3, 1)]
    [InlineData("utf-16be", 1, 4096)]
    [InlineData("utf-16be", 5, 3)]
    [InlineData("utf-32", 3, 2)]
    [InlineData("gb18030", 1, 1)]
    public void Text_is_the_same_with_mark_or_name_however_it_dribbles(string name, int most, int read)
    {
        Encoding encoding = TextEncodings.Find(name)!;
        byte[] bytes = encoding.GetBytes(Sample);
        Assert.Equal(Sample, Decode(bytes, name, most, read));
        if (encoding.GetPreamble() is { Length: > 0 } mark)
        {
            Assert.Equal(Sample, Decode([.. mark, .. bytes], null, most, read));
            Assert.Equal(Sample, Decode([.. mark, .. bytes], "latin1", most, read));
        }
    }

    [Fact]
    public void Big_utf16_files_cross_blocks_inside_characters()
    {
        string text = "x" + string.Concat(Enumerable.Repeat("😀é", 150_000));
        Assert.Equal(text, Decode([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)]));
        Assert.Equal(text, Decode([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)], most: 262_143));
    }

    [Fact]
    public void Latin1_maps_every_byte()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Assert.Equal(string.Concat(Enumerable.Range(0, 256).Select(i => (char)i)), Decode(all, "latin1"));
    }

    [Theory]
    [InlineData("windows-1252", new byte[] { 0x80, (byte)'a', 0xE9, 0x9F }, "€aéŸ")]
    [InlineData("cp1252", new byte[] { 0x93, 0x94 }, "“”")]
    [InlineData("windows-1251", new byte[] { 0xCF, 0xF0 }, "Пр")]
    [InlineData("shift_jis", new byte[] { 0x93, 0xFA, (byte)'x' }, "日x")]
    [InlineData("utf-8", new byte[] { (byte)'x' }, "x")]
    public void Code_pages_are_there_without_globalization_data(string name, byte[] bytes, string text)
    {
        Assert.Equal(text, Decode(bytes, name));
        Assert.Equal(text, Decode(bytes, name, most: 1, read: 1));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x00, 0xD8, 0x62, 0 }, 4)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x00, 0xDC, 0x62, 0 }, 4)]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, 0x61, 0xD8, 0x00, 0, 0x62 }, 4)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x3D, 0xD8 }, 4)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x62 }, 4)]
    public void Lone_surrogate_or_half_character_is_an_error_with_its_offset(byte[] bytes, int offset)
    {
        foreach (int most in (int[])[1, 3, 100])
        {
            CurateException failure = Streams.Fails(ErrorCodes.InvalidUtf8, () => Decode(bytes, most: most));
            Assert.Contains($"byte {offset}.", failure.Message);
        }
    }

    [Fact]
    public void Half_a_multibyte_character_is_an_error() =>
        Streams.Fails(ErrorCodes.InvalidUtf8, () => Decode([(byte)'a', 0x93], "shift_jis"));

    [Fact]
    public void Compressed_utf16_is_both()
    {
        var bytes = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Sample)]);
        }

        Assert.Equal(Sample, Decode(bytes.ToArray(), most: 1));
    }
}
