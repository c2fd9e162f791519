using System.Text;
using Curate.Core.Text.Languages;

namespace Curate.Core.Tests.Text;

/// <summary>Scripts and languages of texts whose language is certain. Accuracy on held-out texts is on the docs page of select/rules.</summary>
public sealed class LanguageReaderTests
{
    [Theory]
    [InlineData("en", "The committee will publish its report before the end of the year, and the public may comment on it.")]
    [InlineData("de", "Der Ausschuss wird seinen Bericht noch vor Ende des Jahres veröffentlichen, und jeder darf ihn kommentieren.")]
    [InlineData("fr", "La commission publiera son rapport avant la fin de l'année et le public pourra le commenter.")]
    [InlineData("es", "La comisión publicará su informe antes de que termine el año y el público podrá comentarlo.")]
    [InlineData("pt", "A comissão vai publicar o seu relatório antes do fim do ano e o público poderá comentá-lo.")]
    [InlineData("it", "La commissione pubblicherà la sua relazione prima della fine dell'anno e il pubblico potrà commentarla.")]
    [InlineData("nl", "De commissie zal haar verslag voor het einde van het jaar publiceren en het publiek mag erop reageren.")]
    [InlineData("sv", "Kommittén kommer att publicera sin rapport före årets slut och allmänheten får kommentera den.")]
    [InlineData("pl", "Komisja opublikuje swoje sprawozdanie przed końcem roku, a każdy będzie mógł je skomentować.")]
    [InlineData("cs", "Výbor zveřejní svou zprávu do konce roku a veřejnost se k ní bude moci vyjádřit.")]
    [InlineData("hu", "A bizottság még az év vége előtt közzéteszi jelentését, és bárki hozzászólhat.")]
    [InlineData("fi", "Valiokunta julkaisee raporttinsa ennen vuoden loppua, ja kuka tahansa saa kommentoida sitä.")]
    [InlineData("tr", "Komisyon raporunu yıl sonundan önce yayımlayacak ve herkes bu konuda görüş bildirebilecek.")]
    [InlineData("vi", "Ủy ban sẽ công bố báo cáo trước cuối năm và mọi người có thể góp ý kiến.")]
    [InlineData("ru", "Комитет опубликует свой доклад до конца года, и каждый сможет его прокомментировать.")]
    [InlineData("uk", "Комітет опублікує свій звіт до кінця року, і кожен зможе його прокоментувати.")]
    [InlineData("el", "Η επιτροπή θα δημοσιεύσει την έκθεσή της.")]
    [InlineData("he", "הוועדה תפרסם את הדוח שלה לפני סוף השנה והציבור יוכל להגיב עליו.")]
    [InlineData("ar", "ستنشر اللجنة تقريرها قبل نهاية العام ويمكن للجمهور التعليق عليه.")]
    [InlineData("hi", "समिति वर्ष के अंत से पहले अपनी रिपोर्ट प्रकाशित करेगी और सभी को उस पर टिप्पणी करने का अधिकार है।")]
    [InlineData("ja", "委員会は年末までに報告書を公表します。")]
    [InlineData("zh", "委员会将在年底前公布报告。")]
    [InlineData("ko", "위원회는 연말 전에 보고서를 발표할 것이다.")]
    [InlineData("th", "คณะกรรมการจะเผยแพร่รายงานก่อนสิ้นปี")]
    public void Language_of_a_sentence(string language, string text)
    {
        LanguageGuess guess = new LanguageReader(0).Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(language, guess.Language);
        Assert.InRange(guess.Score, 0.9, 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12 + 30 = 42 :-)")]
    [InlineData("\U0001F600")]
    public void Without_letters_it_is_undetermined(string text) =>
        Assert.Equal(new LanguageGuess(TextScript.None, 0, "und", 0), new LanguageReader(0).Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_script_of_many_languages_that_has_no_table_is_undetermined_and_a_tie_takes_the_first()
    {
        Assert.Equal(new LanguageGuess(TextScript.Cherokee, 1, "und", 0), new LanguageReader(0).Read("ᏣᎳᎩ"u8));
        LanguageGuess tie = new LanguageReader(0).Read("αβγ abc"u8);
        Assert.Equal((TextScript.Latin, 0.5), (tie.Script, tie.ScriptShare));
    }

    [Fact]
    public void Shares_of_scripts_add_up()
    {
        var reader = new LanguageReader(0);
        Assert.Equal(TextScript.Cyrillic, reader.Read("Привет abc 漢"u8).Script);
        Assert.Equal(0.6, reader.ShareOf([TextScript.Cyrillic]));
        Assert.Equal(1, reader.ShareOf([TextScript.Latin, TextScript.Cyrillic, TextScript.Han]));
        Assert.Equal(0, reader.ShareOf([TextScript.Greek]));
    }

    [Fact]
    public void A_long_text_is_looked_at_in_four_places()
    {
        string german = string.Concat(Enumerable.Repeat("Der Ausschuss wird seinen Bericht veröffentlichen. ", 40));
        string english = string.Concat(Enumerable.Repeat("The committee will publish its report this year. ", 400));
        byte[] text = Encoding.UTF8.GetBytes(german + english);
        Assert.Equal("en", new LanguageReader(400).Read(text).Language);
        Assert.Equal("de", new LanguageReader(0).Read(Encoding.UTF8.GetBytes(german + english[..200])).Language);

        // Pieces begin and end at characters, wherever their limits fall.
        byte[] wide = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Привет, как дела сегодня? ", 50)));
        for (int bytes = 4; bytes < 300; bytes++)
        {
            Assert.Equal(1, new LanguageReader(bytes).Read(wide) is { Script: TextScript.Cyrillic } guess ? guess.ScriptShare : bytes < 16 ? 1 : 0);
        }
    }

    [Fact]
    public void Votes_of_long_texts_do_not_overflow()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("the thing that they think with ", 20_000)));
        Assert.Equal(("en", 1.0), new LanguageReader(0).Read(text) is var guess ? (guess.Language, guess.Score) : default);
    }
}
