using Curate.Core.Grouping;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Grouping;

public sealed class RowCodesTests
{
    [Theory]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    [InlineData(65_535, 2)]
    [InlineData(65_536, 4)]
    [InlineData(int.MaxValue, 4)]
    public void Append_a_larger_code_widens_and_keeps_what_was_there(int largest, int width)
    {
        foreach (int at in new[] { 0, 1, 1023, 1024, 1025, 5000 })
        {
            var codes = new RowCodes();
            for (int row = 0; row < 6000; row++)
            {
                codes.Append(row == at ? largest : row % 256);
            }

            for (int row = 0; row < 6000; row++)
            {
                Assert.Equal(row == at ? largest : row % 256, codes[row]);
            }

            Assert.Equal(6000, codes.Count);
            // Higher bytes are held from the first row on that needs them.
            Assert.Equal(6000 + ((6000 - at) * (width - 1)), codes.StorageBytes);
        }
    }

    [Theory]
    [InlineData(1UL, 200)]
    [InlineData(2UL, 60_000)]
    [InlineData(3UL, 1_000_000)]
    public void AppendRun_and_CopyTo_equal_row_by_row(ulong seed, int largest)
    {
        var random = new SplitMix64(seed);
        var codes = new RowCodes();
        var model = new List<int>();
        for (int round = 0; round < 40; round++)
        {
            int code = random.Below(round < 10 ? 200 : largest);
            int rows = random.Below(400);
            codes.AppendRun(code, rows);
            model.AddRange(Enumerable.Repeat(code, rows));
        }

        Assert.Equal(model.Count, codes.Count);
        for (int round = 0; round < 50; round++)
        {
            int first = random.Below(model.Count + 1);
            int[] read = new int[random.Below(model.Count - first + 1)];
            codes.CopyTo(first, read);
            Assert.Equal(model.GetRange(first, read.Length), read);
        }
    }

    [Fact]
    public void Append_step_by_step_through_all_widths()
    {
        var codes = new RowCodes();
        for (int code = 0; code < 70_000; code++)
        {
            codes.Append(code);
        }

        for (int code = 0; code < 70_000; code++)
        {
            Assert.Equal(code, codes[code]);
        }
    }

    [Fact]
    public void Append_beyond_one_piece_narrow_pieces_stay_narrow()
    {
        var codes = new RowCodes();
        for (int row = 0; row < 1 << 22; row++)
        {
            codes.Append(row & 255);
        }

        codes.Append(70_000);
        codes.Append(3);
        Assert.Equal(255, codes[(1 << 22) - 1]);
        Assert.Equal(70_000, codes[1 << 22]);
        Assert.Equal(3, codes[(1 << 22) + 1]);
        Assert.True(codes.StorageBytes < (1 << 22) + 10_000);
    }

    [Fact]
    public void AppendSaved_translates_every_code()
    {
        var random = new SplitMix64(4);
        var codes = new RowCodes();
        int[] model = [.. Enumerable.Range(0, 3000).Select(_ => random.Below(500))];
        foreach (int code in model)
        {
            codes.Append(code);
        }

        var state = new MemoryStream();
        var writer = new BinaryWriter(state);
        codes.Save(writer);
        writer.Flush();
        state.Position = 0;
        var loaded = new RowCodes();
        loaded.Append(9);
        int[] translated = [.. Enumerable.Range(0, 500).Select(static c => c * 300)];
        loaded.AppendSaved(new BinaryReader(state), translated);
        Assert.Equal(3001, loaded.Count);
        Assert.Equal(model.Select(c => c * 300).Prepend(9), Enumerable.Range(0, 3001).Select(row => loaded[row]));
    }
}
