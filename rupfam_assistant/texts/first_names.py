"""First names common in France, by which a bare name is known for one."""

import re

from rupfam_assistant.texts.french import fold

FIRST_NAMES = (
    "aaron abdel abdelkader abdou abel adam adama adele adeline adrien adrienne agathe agnes ahmed aicha aime alain alan alban albane albert"
    " alessio alex alexandra alexandre alexia alexis ali alice alicia aline alison alix allan alphonse alya amanda amandine ambre amelia amelie"
    " amin amina amine amir amira anais anastasia andre andrea andree anita anna annabelle anne annette annick annie anouk anthony antoine"
    " antoinette anton antonin antonio apolline ariane arielle armand armelle arnaud arsene arthur assia astrid aude audrey auguste aurelia"
    " aurelie aurelien aurore axel axelle aya aymeric ayoub baptiste barbara bastien beatrice benedicte benjamin benoit berenice bernadette"
    " bernard bertrand bilal boris boubacar brahim brandon brice brigitte bruno bryan camelia camille capucine carine carla carmen carole caroline"
    " cassandra catherine cecile cedric celeste celestin celia celine cesar chantal charlene charles charlie charline charlotte chloe christelle"
    " christian christiane christine christophe claude claudette claudia claudine clea clelia clemence clement clementine cleo clotilde clovis"
    " colette colin coline come constance constantin coralie corentin corinne cyprien cyril cyrille daisy damien daniel danielle daphne david deborah"
    " delphine denis denise diana diane didier dimitri djamila dominique dorian dorothee dylan eden edgar edith edmond edouard elea eleonore"
    " elena eli elias elie eliane eline elio elios eliott elisa elisabeth elise elodie eloi eloise elsa elyes"
    " emeline emeric emile emilie emilien emilio"
    " emma emmanuel emmanuelle emmy enora enzo eric erika ernest erwan esteban estelle esther ethan etienne eugene eugenie eva evan evelyne"
    " fabien fabienne fabrice fanny farah farid fatima fatiha fatou fatoumata faustine felicie felix fernand fiona"
    " flavie flavien flora florence florent"
    " florian francis franck francois francoise frederic frederique gabin gabriel gabrielle gael gaelle gaetan gaspard gaston gauthier genevieve"
    " georges georgette gerald geraldine gerard germain germaine ghislain ghislaine gilbert gilberte gilles gisele giulia grace gregoire gregory"
    " guillaume gustave guy gwenaelle gwendoline hadrien hakim halima hamza hanna hannah hassan hawa helena helene heloise henri henriette"
    " herve hicham honore hortense hubert hugo hugues ibrahim ibrahima ilan ilyana ilyes imane imran ines ingrid irene iris isaac isabelle ismael"
    " issa ivan jack jacob jacqueline jacques jade jamal james janine jasmine jason jawad jayden jean jeanine jeanne jennifer jeremie jeremy"
    " jerome jessica jessy jimmy joachim joan joana jocelyne joel joelle johan johanna johnny jonas jonathan jordan joris jose josephine josette"
    " josiane josselin joy juan judith jules julia julian juliana julie julien julienne juliette justin justine"
    " kadiatou kais kamel karim karima karine"
    " karl katia kelly kenza kevin khadija khaled kim killian kilian kylian lahcen laetitia laila lamia lana lara"
    " laura laure laurence laurene laurent"
    " laurine lea leana leandre leane leila lena lenny leo leon leonard leonie leonor leontine leopold leslie lia"
    " liam lila liliane lilian lilou lilwenn"
    " lily lina linda line lino lionel lisa lise livia loan loane loic lola loris lorenzo lou louane louann louis"
    " louise louison louka loup luc luca lucas"
    " lucette lucie lucien lucienne ludivine ludovic luis luka luna lya lydia lyam lydie lyes mael maelle maelys maeva magali mahe mahamadou"
    " maia maissa malak malik malika malo malone mamadou manon manuel maria mariam mariama marianne marie marielle marin marina marine mario"
    " marion marius marjorie marlene marlon marouane martial martine maryam maryline maryse maryvonne mateo mathias mathieu mathilde mathis"
    " mathys matteo matthias matthieu maude maureen maurice max maxence maxime maxine maya maylis mehdi melanie melina melissa mellina melody"
    " mia michael michel michele micheline mickael mila milan mireille mohamed mohammed moise moktar monique morgan morgane mounir moussa"
    " mouna murielle muriel mustapha myriam mylene nabil nadege nadia nadine nael naila naim nassim nathalie nathan nathanael naomie nawel"
    " nelly nicolas nicole nina nino noa noah noam noe noel noeline noelie noemie nolan nolann nora norah nordine nour oceane octave odette odile"
    " olga olive olivia olivier omar ophelie oscar oumar ousmane owen pablo paola pascal pascale patrice patricia patrick paul paula paule"
    " paulette pauline perrine philippe pierre pierrette priscilla quentin rachel rachid rafael raoul raphael raphaelle rayan rayane raymond"
    " raymonde rebecca regine regis remi remy renaud rene renee ricardo richard rita robert robin rodolphe rodrigue roger roland romain romane"
    " romeo romy ronan rosa rosalie roxane ruben ryan rym sabine sabrina sacha safia said salif salim salima sally salma salome samantha sami samia"
    " samir samira samuel sandra sandrine sandy sara sarah sasha sebastien selena selma seraphine serge severine shana shanna sidonie simon simone"
    " sofia sofiane solal solange solene soline sonia sophia sophie soraya souad soukaina stephane stephanie steve steven suzanne suzie swann"
    " sybille sylvain sylvaine sylvette sylvia sylviane sylvie sylvestre tania tanguy tarek tatiana tea teddy tess tessa thais thea theo"
    " theodore theophile therese thibaud thibault thibaut thierry thiago thomas tiago tiffany timeo timothe timothee titouan tom tony tristan"
    " ugo ulysse valentin valentine valerie vanessa vera veronique vicky victor victoria vincent violaine violette virgile virginie viviane walid"
    " wassim wendy wendie wilfried william willy xavier yacine yael yann yanis yannick yannis yasmina yasmine yassine ylan yoan yoann yohan"
    " yolande youcef younes youssef ysee yvan yves yvette yvon yvonne zack zahra zakaria zelie zineb zoe zohra"
    " zelia noham mahaut sohan nolwenn rozenn gwenola maiwenn naelle eleanor sabrina yannig kassim kenzo kylan mayron"
    " rafik sofian tyron ylies aminata adja awa bintou djibril fode moriba sekou seydou anton oksana olena dmytro"
    " andriy iryna ana joao nuno rui sergio"
    " giovanni luigi carlos javier pilar mehmet mustafa emre elif ayse fatma murat zeynep linh minh huong"
)

AMBIGUOUS = frozenset(
    "france rose claire pierre marine victoire constance olive violette alix eden max lou come charles grace ange carmen iris noel celeste jade ambre"
    " capucine clemence constant gaston auguste line colette grande petit petite grand blanc brun roux noir"
    " marchand boulanger berger fontaine riviere"
    " bois maison roche village mercier gardien lambert page moulin prevot maire juge clerc sauvage vidal rey leblanc legrand leroy".split()
)
"""Words that are names and more: alone, they name no one."""


def is_first_name(word: str) -> bool:
    """Whether a word sounds as a first name: Mathéo and Matéo, Lilly and Lily are one."""
    return _sound(word) in _SOUNDS


def _sound(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", fold(word).replace("h", "").replace("y", "i"))


_SOUNDS = frozenset(map(_sound, FIRST_NAMES.split()))
