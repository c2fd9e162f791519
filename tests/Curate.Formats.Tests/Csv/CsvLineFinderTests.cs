using Curate.Formats.Csv;

namespace Curate.Formats.Tests.Csv;

public class CsvLineFinderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_kind_of_line_end_counts_once_wherever_reads_cut(int dribble)
    {
        const string text = "a\r\nb\r\rc\n\n\r\nd";
        int[] starts = [0, 3, 5, 6, 8, 9, 11];
        using var finder = new CsvLineFinder(new MemoryInput(text, dribble));
        for (int i = 0; i < starts.Length; i++)
        {
            Assert.Equal(i + 1, finder.LineAt(starts[i]));
        }

        // An earlier offset than the last one starts over.
        Assert.Equal(2, finder.LineAt(3));
    }
}
