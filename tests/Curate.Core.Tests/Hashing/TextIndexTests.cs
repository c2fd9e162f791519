using System.Text;
using Curate.Core.Hashing;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Hashing;

public sealed class TextIndexTests
{
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void Add_random_texts_numbers_them_in_order_of_appearance(ulong seed)
    {
        var random = new SplitMix64(seed);
        var index = new TextIndex();
        for (int pass = 0; pass < 2; pass++)
        {
            var model = new Dictionary<string, int>();
            for (int i = 0; i < 20_000; i++)
            {
                string text = random.Chance(0.01) ? new string('x', random.Below(3000)) : random.Below(6000).ToString();
                bool known = model.TryGetValue(text, out int code);
                Assert.Equal(known ? code : -1, index.Find(Encoding.UTF8.GetBytes(text)));
                code = known ? code : model.Count;
                model[text] = code;
                Assert.True(index.Add(Encoding.UTF8.GetBytes(text)) == code, $"seed {seed}, pass {pass}, text {i}");
            }

            Assert.Equal(model.Count, index.Count);
            Assert.All(model, pair => Assert.Equal(pair.Key, Encoding.UTF8.GetString(index[pair.Value])));
            index.Clear();
            Assert.Equal(0, index.Count);
            Assert.Equal(-1, index.Find("1"u8));
        }
    }

    [Fact]
    public void Add_empty_text_is_a_text()
    {
        var index = new TextIndex();
        Assert.Equal(-1, index.Find([]));
        Assert.Equal(0, index.Add([]));
        Assert.Equal(1, index.Add("a"u8));
        Assert.Equal(0, index.Add([]));
        Assert.Equal(0, index[0].Length);
        Assert.Equal(2, index.Count);
    }
}
