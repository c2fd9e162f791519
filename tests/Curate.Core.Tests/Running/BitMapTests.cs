using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Running;

public sealed class BitMapTests
{
    private static byte[] Saved(BitMap map)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        map.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    [Fact]
    public void SetWord_in_reserved_room_equals_Set()
    {
        // Rows of two pieces, and room in the second of which nothing is used.
        const long Second = 1L << 27;
        foreach (bool both in new[] { false, true })
        {
            var words = new BitMap();
            words.Reserve(Second + 200);
            var rows = new BitMap();
            foreach (long row in both ? new[] { 0, 5, 63, 64, 1000, Second, Second + 130 } : [0, 5, 63, 64, 1000])
            {
                words.SetWord(row >> 6, 1UL << (int)(row & 63));
                rows.Set(row);
            }

            Assert.Equal(rows.PopCount(), words.PopCount());
            Assert.Equal(Saved(rows), Saved(words));
        }
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void KeepSet_equals_row_by_row(ulong seed)
    {
        var random = new SplitMix64(seed);
        var map = new BitMap();
        for (int i = 0; i < 700; i++)
        {
            map.Set(random.Below(2000));
        }

        var selection = new RowSelection([], [], wantDropped: false);
        for (int round = 0; round < 200; round++)
        {
            int first = random.Below(2100);
            int count = random.Below(200);
            selection.Clear();
            selection.KeepSet(map, first, count);
            Assert.Equal(Enumerable.Range(0, count).Where(i => map[first + i]), selection.Rows.ToArray());
        }
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void Set_random_rows_equals_a_set(ulong seed)
    {
        var random = new SplitMix64(seed);
        var model = new HashSet<long>();
        var map = new BitMap();
        for (int i = 0; i < 5000; i++)
        {
            long row = random.Below(40_000);
            model.Add(row);
            map.Set(row);
        }

        BitMap loaded = BitMap.Load(new BinaryReader(new MemoryStream(Saved(map))));
        for (long row = -0; row < 41_000; row++)
        {
            Assert.True(map[row] == model.Contains(row) && loaded[row] == map[row], $"seed {seed}, row {row}");
        }

        Assert.Equal(model.Count, map.PopCount());
        Assert.Equal(model.Count, loaded.PopCount());
    }

    [Fact]
    public void Set_rows_across_pieces_stay_apart()
    {
        const long Piece = 1L << 27;
        long[] rows = [0, 63, 64, 70_000, Piece - 1, Piece, Piece + 1, 3 * Piece + 5, 40 * Piece];
        var map = new BitMap();
        foreach (long row in rows)
        {
            map.Set(row);
        }

        foreach (long row in rows)
        {
            Assert.True(map[row], row.ToString());
            Assert.Equal(rows.Contains(row + 1), map[row + 1]);
            Assert.Equal(rows.Contains(row - 1), row > 0 && map[row - 1]);
            Assert.Equal(rows.Contains(row + Piece), map[row + Piece]);
        }

        Assert.False(map[1L << 40]);
        Assert.Equal(rows.Length, map.PopCount());
        BitMap loaded = BitMap.Load(new BinaryReader(new MemoryStream(Saved(map))));
        Assert.Equal(rows.Length, loaded.PopCount());
        Assert.All(rows, row => Assert.True(loaded[row]));
        loaded.Set(41 * Piece);
        Assert.Equal(rows.Length + 1, loaded.PopCount());
    }

    [Fact]
    public void Save_any_order_of_setting_gives_the_same_bytes()
    {
        long[] rows = [1, 5_000, 66_000, 70_000, 200_000, 1L << 28];
        var up = new BitMap();
        var down = new BitMap();
        foreach (long row in rows)
        {
            up.Set(row);
        }

        foreach (long row in rows.Reverse())
        {
            down.Set(row);
        }

        Assert.Equal(Saved(up), Saved(down));
    }

    [Fact]
    public void Load_empty_map_can_be_used()
    {
        BitMap loaded = BitMap.Load(new BinaryReader(new MemoryStream(Saved(new BitMap()))));
        Assert.False(loaded[0]);
        loaded.Set(3);
        Assert.True(loaded[3]);
    }
}
